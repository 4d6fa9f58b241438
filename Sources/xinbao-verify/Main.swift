import ArgumentParser
import ErrorCauses
import Foundation
import Records
import RemedyWords

@main
struct Main {
  /// Exit statuses are those of `xinbao` (README.md, “Use”). ArgumentParser's own differ, hence our own main.
  static func main() {
    // A closed output pipe ends the program quietly.
    signal(SIGPIPE, SIG_DFL)
    do {
      let command = try XinbaoVerify.parse()
      let areValid = try command.areAllValid()
      guard fflush(nil) == 0 else {
        complain("error: standard output cannot be written: \(String(cString: strerror(errno)))")
        exit(4)
      }
      if !areValid { exit(1) }
    } catch {
      switch XinbaoVerify.exitCode(for: error) {
      case .success: print(XinbaoVerify.fullMessage(for: error))
      case .validationFailure:
        complain(XinbaoVerify.fullMessage(for: error))
        exit(2)
      default:
        // Always one line, because a message is one line in a log.
        complain("error: " + error.sentence.split(whereSeparator: \.isNewline).joined(separator: " "))
        exit(error.cause.exitStatus)
      }
    }
  }

  /// File names must not show identity numbers either.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data((ShownPerson.text(text) + "\n").utf8))
  }
}
