import CConfinement

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The path of a program in the folder of the running one.
public func programBesideThisOne(_ name: String) -> String {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &buffer, buffer.count)
  let own =
    count > 0 && count < buffer.count
    ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : CommandLine.arguments[0]
  let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  return (folder.isEmpty && !own.hasPrefix("/") ? "." : folder) + "/" + name
}

/// A program that does one piece of dangerous work and exits: it gets its input on standard input, writes its output to
/// a pipe, and inherits nothing else from this process, neither descriptors nor environment. It confines itself before
/// it reads (`confineThisProcess`); the limits on output and time are enforced on this side even if it does not.
public struct ConfinedProgram: Sendable {
  public let path: String
  /// Without the program's own name.
  public var arguments: [String] = []
  /// In bytes. A program that writes more is stopped.
  public var outputLimit: Int
  /// Wall-clock time since the start.
  public var seconds: Double

  public init(path: String, outputLimit: Int, seconds: Double) {
    (self.path, self.outputLimit, self.seconds) = (path, outputLimit, seconds)
  }

  /// The outcome of a run. In every case the program has ended.
  public enum Outcome: Sendable, Equatable {
    case exited(status: Int32, output: [UInt8])
    /// By a signal that this side did not send: it crashed, or exceeded its limits.
    case died(signal: Int32)
    /// It was stopped from this side.
    case tooSlow, tooMuchOutput
  }

  /// Why there is no output that can be read, for logs.
  public struct NoOutput: Error, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
  }

  /// Why a program could not be started, in the system's words.
  public struct NotStarted: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ path: String, _ error: Int32) {
      description = "\(path) cannot be started: \(String(cString: strerror(error)))"
    }
  }

  /// Blocks until the program has ended.
  public func run(input: [UInt8]) throws(NotStarted) -> Outcome {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let process = try StartedProcess(path, arguments, input: input, answersQuestions: false)
    var bytes: [UInt8] = []
    while true {
      switch process.nextOutput(until: deadline) {
      case .bytes(let more):
        bytes += more
        if bytes.count > outputLimit { return .tooMuchOutput }
      case .tooLate: return .tooSlow
      case .closed:
        switch process.end() {
        case .exited(let status): return .exited(status: status, output: bytes)
        case .died(let signal): return .died(signal: signal)
        }
      }
    }
  }

  /// Blocks until the program has ended.
  /// - Returns: what it wrote, if it ended with status 0.
  public func output(for input: [UInt8]) throws(NoOutput) -> [UInt8] {
    let outcome: Outcome
    do throws(NotStarted) { outcome = try run(input: input) } catch { throw NoOutput(error.description) }
    switch outcome {
    case .exited(0, let output): return output
    case .exited(let status, _): throw NoOutput("the reader ended with status \(status)")
    case .died(let signal): throw NoOutput("the reader was ended by signal \(signal): over its limits, or a crash")
    case .tooSlow: throw NoOutput("the reader took more than \(seconds) s")
    case .tooMuchOutput: throw NoOutput("the reader wrote too much")
    }
  }
}
