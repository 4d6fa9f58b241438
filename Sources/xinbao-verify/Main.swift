import ArgumentParser
import ErrorCauses
import Foundation
import Records
import RemedyWords

@main
struct Main {
  /// Exit statuses are those of `xinbao` (README.md, “Use”), which ArgumentParser's own are not: hence a main of ours.
  static func main() {
    // Written output that nobody reads any more ends the program quietly.
    signal(SIGPIPE, SIG_DFL)
    do {
      let command = try XinbaoVerify.parse()
      guard try command.areAllValid() else { exit(1) }
    } catch {
      switch XinbaoVerify.exitCode(for: error) {
      case .success: print(XinbaoVerify.fullMessage(for: error))
      case .validationFailure:
        complain(XinbaoVerify.fullMessage(for: error))
        exit(2)
      default:
        // One line, whatever it holds: a message is one line in a log.
        complain("error: " + error.sentence.split(whereSeparator: \.isNewline).joined(separator: " "))
        exit(error.cause == .input ? 3 : 4)
      }
    }
  }

  /// Names of files, too, show no identity numbers.
  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data((ShownPerson.text(text) + "\n").utf8))
  }
}
