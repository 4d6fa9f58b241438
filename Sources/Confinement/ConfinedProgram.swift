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

  /// Why a program could not be started, in the system's words.
  public struct NotStarted: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ path: String, _ error: Int32) {
      description = "\(path) cannot be started: \(String(cString: strerror(error)))"
    }
  }

  /// Blocks until the program has ended.
  public func run(input: [UInt8]) throws(NotStarted) -> Outcome {
    let file = xinbao_memory_file(input, input.count)
    guard file >= 0 else { throw NotStarted(path, errno) }
    defer { close(file) }
    var (output, childsEnd): (Int32, Int32) = (-1, -1)
    guard xinbao_pipe(&output, &childsEnd) == 0 else { throw NotStarted(path, errno) }
    defer { close(output) }
    let deadline = ContinuousClock.now + .seconds(seconds)
    var child: pid_t = 0
    let error = start(file, childsEnd, &child)
    // This side's copy must be closed: the output ends only when no process has that end open any more.
    close(childsEnd)
    guard error == 0 else { throw NotStarted(path, error) }
    let (bytes, end) = collect(output, until: deadline)
    let status = self.status(of: child, mayBeEnding: end == .closed)
    switch end {
    case .tooLate: return .tooSlow
    case .tooMuch: return .tooMuchOutput
    case .closed:
      // wait(2): WIFEXITED, WEXITSTATUS, WTERMSIG, which are macros.
      let signal = status & 0x7f
      return signal == 0 ? .exited(status: status >> 8 & 0xff, output: bytes) : .died(signal: signal)
    }
  }

  /// How long a program that has closed its output may take to exit: many close it as their last step, and killing them
  /// then would turn a normal exit into a crash.
  private static let grace = Duration.milliseconds(500)

  /// Waits for a program that is about to exit, or kills it.
  private func status(of child: pid_t, mayBeEnding: Bool) -> Int32 {
    var status: Int32 = 0
    let end = ContinuousClock.now + Self.grace
    while mayBeEnding, ContinuousClock.now < end {
      if waitpid(child, &status, WNOHANG) == child { return status }
      usleep(500)
    }
    kill(child, SIGKILL)
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// The only environment variable of the child is the path of the libraries.
  private func start(_ input: Int32, _ output: Int32, _ child: inout pid_t) -> Int32 {
    let libraries = getenv("LD_LIBRARY_PATH").map { strdup("LD_LIBRARY_PATH=" + String(cString: $0)) }
    defer { if let libraries { free(libraries) } }
    var environment = libraries.map { [$0, nil] } ?? [nil]
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    return xinbao_start(path, &words, &environment, input, output, &child)
  }

  private enum End { case closed, tooLate, tooMuch }

  private func collect(_ output: Int32, until deadline: ContinuousClock.Instant) -> (bytes: [UInt8], End) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { return (bytes, .tooLate) }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Int32(min(left.rounded(.up), 60_000))) > 0 else { continue }
      let count = read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return (bytes, .closed) }
      bytes += buffer.prefix(count)
      guard bytes.count <= outputLimit else { return (bytes, .tooMuch) }
    }
  }
}
