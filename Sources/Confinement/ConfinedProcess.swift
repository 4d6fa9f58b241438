/// A confined program that is asked about its input again and again, for as long as this object lives: it has the input on
/// standard input, the questions on descriptor 3 (`nextQuestion`), and writes to a pipe.
public final class ConfinedProcess {
  private let process: StartedProcess
  /// How long it may write nothing, seconds of wall-clock time.
  private let seconds: Double

  /// Why there is no more to read.
  public enum Ended: Error, Equatable, CustomStringConvertible {
    /// With its exit status; 0 if it had written all that it was asked for.
    case exited(status: Int32)
    /// By a signal that this side did not send: it crashed, or exceeded its limits.
    case died(signal: Int32)
    /// It was stopped from this side.
    case tooSlow

    public var description: String {
      switch self {
      case .exited(let status): "ended with status \(status)"
      case .died(let signal): "was ended by signal \(signal): over its limits, or a crash"
      case .tooSlow: "took too long"
      }
    }
  }

  public init(
    _ path: String, arguments: [String] = [], input: [UInt8], seconds: Double
  ) throws(ConfinedProgram.NotStarted) {
    process = try StartedProcess(path, arguments, input: input, answersQuestions: true)
    self.seconds = seconds
  }

  /// - Parameter question: at most some hundred bytes.
  public func ask(_ question: [UInt8]) throws(Ended) { if !process.ask(question) { throw ended() } }

  /// Blocks until it writes something. Not empty.
  public func read() throws(Ended) -> ArraySlice<UInt8> {
    switch process.nextOutput(until: .now + .seconds(seconds)) {
    case .bytes(let bytes): return bytes
    case .closed: throw ended()
    case .tooLate:
      _ = process.end(atOnce: true)
      throw .tooSlow
    }
  }

  private func ended() -> Ended {
    switch process.end() {
    case .exited(let status): .exited(status: status)
    case .died(let signal): .died(signal: signal)
    }
  }
}
