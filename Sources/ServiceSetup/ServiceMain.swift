public import ArgumentParser
import Foundation
public import Logging
public import Registry
import RemedyWords
public import Web

/// Runs a service's command. Exit statuses follow docs/service.md, “Options”; ArgumentParser's own differ (64 for wrong
/// use).
public func runService<Command: AsyncParsableCommand>(_ command: Command.Type) async {
  // Writing to a client that has gone is an error of that connection and must not end the process.
  signal(SIGPIPE, SIG_IGN)
  do {
    guard let service = try command.parseAsRoot() as? Command else {
      // Help or the version was requested; it prints itself.
      var other = try command.parseAsRoot()
      try other.run()
      return
    }
    var running = service
    try await running.run()
  } catch {
    let parserStatus = command.exitCode(for: error)
    if parserStatus == .success {
      print(command.fullMessage(for: error))
      return
    }
    if parserStatus == .validationFailure {
      complain(command.fullMessage(for: error))
      exit(2)
    }
    complain("error: \(error.sentence.split(whereSeparator: \.isNewline).joined(separator: " "))")
    exit(4)
  }
}

private func complain(_ text: String) { writeToStandardError(Array((text + "\n").utf8)) }

/// Logs one JSON object a line on standard error.
public func serviceLogger(_ label: String, _ level: Logger.Level) -> Logger {
  Logger(label: label) {
    JSONLog(label: $0, level: level, now: { Int64(Date().timeIntervalSince1970 * 1000) })
  }
}

/// Says at the start why a registry can issue nothing. Verification goes on, as far as the registry knows.
public func warnUnlessFit(_ registry: Registry, issues: Bool, _ logger: Logger) {
  do { try issues ? registry.checkIsFitToIssue() : registry.refuseRollback() } catch {
    logger.critical("\(error.sentence)")
  }
}

extension ServiceClock {
  /// The machine's.
  public static var system: ServiceClock {
    ServiceClock(
      secondsSince1970: { Int64(Date().timeIntervalSince1970) },
      monotonicSeconds: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 })
  }
}

extension Variables {
  /// - Throws: `ValidationError`.
  public func logLevel(_ flag: String?) throws -> Logger.Level {
    let level = text(flag, "LOG_LEVEL") ?? "info"
    guard let known = Logger.Level(rawValue: level) else {
      throw ValidationError("--log-level takes trace, debug, info, notice, warning or error, not `\(level)`")
    }
    return known
  }
}
