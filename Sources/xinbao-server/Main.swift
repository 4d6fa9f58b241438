import ArgumentParser
import Foundation
import Logging
import RemedyWords
import Web

@main
struct Main {
  /// Exit statuses are those of docs/service.md, “Options”, which ArgumentParser's own (64 for wrong use) are not:
  /// hence a main of ours.
  static func main() async {
    // A client that goes away while it is written to is an error of that connection, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    do {
      guard let command = try Serve.parseAsRoot() as? Serve else {
        // Help or the version was asked for; it prints itself.
        var other = try Serve.parseAsRoot()
        try other.run()
        return
      }
      try await command.run()
    } catch {
      let parserStatus = Serve.exitCode(for: error)
      if parserStatus == .success {
        print(Serve.fullMessage(for: error))
        return
      }
      if parserStatus == .validationFailure {
        complain(Serve.fullMessage(for: error))
        exit(2)
      }
      complain("error: \(error.sentence.split(whereSeparator: \.isNewline).joined(separator: " "))")
      exit(4)
    }
  }

  private static func complain(_ text: String) { writeToStandardError(Array((text + "\n").utf8)) }
}
