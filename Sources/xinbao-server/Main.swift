import ArgumentParser
import Foundation
import Logging
import RemedyWords
import Web

@main
struct Main {
  /// Exit statuses follow docs/service.md, “Options”. ArgumentParser's own differ (64 for wrong use), hence our own
  /// main.
  static func main() async {
    // Writing to a client that has gone is an error of that connection and must not end the process.
    signal(SIGPIPE, SIG_IGN)
    do {
      guard let command = try Serve.parseAsRoot() as? Serve else {
        // Help or the version was requested; it prints itself.
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
