import ArgumentParser
import ErrorCauses
import RemedyWords
import Templates

/// The exit statuses for scripts: README.md, “Use”.
enum ExitStatus: Int32 {
  case done = 0
  /// Not valid; or part of a batch failed.
  case no = 1
  case wrongUse = 2
  case badInput = 3
  /// Font, key, disk, database.
  case environment = 4

  init(for error: any Error) {
    self = error is WorkStopped ? .no : ExitStatus(rawValue: error.cause.exitStatus) ?? .environment
  }
}

/// How the program ends when a command throws: with what status, and what it says.
struct Ending {
  var status: ExitStatus
  /// The text that was asked for, such as help, on standard output.
  var answer: String?
  /// On standard error.
  var complaints: [String] = []

  init(_ error: any Error) {
    if let no = error as? AnswerIsNo {
      status = no.status
      return
    }
    switch Xinbao.exitCode(for: error) {
    case .success: (status, answer) = (.done, Xinbao.fullMessage(for: error))
    case .validationFailure: (status, complaints) = (.wrongUse, [Xinbao.fullMessage(for: error)])
    default: (status, complaints) = (ExitStatus(for: error), messages(of: error).map { "error: \($0)" })
    }
  }
}

/// The command did its work, and the answer, already printed, is no.
struct AnswerIsNo: Error {
  var status = ExitStatus.no
}

/// An argument that names something unusable.
struct InputError: ClassifiedError, CustomStringConvertible {
  var cause: ErrorCause { .input }

  let description: String
  let remedy: Remedy?
  init(_ description: String, remedy: Remedy? = nil) { (self.description, self.remedy) = (description, remedy) }
}

/// An error as text, one line per message, whatever its content, because a message is one line in a log. Only a
/// template reports several mistakes at once.
func messages(of error: any Error) -> [String] {
  let lines = GatheringWords.sentence(error).split(whereSeparator: \.isNewline).map(String.init)
  return error is TemplateError ? lines : [lines.joined(separator: " ")]
}
