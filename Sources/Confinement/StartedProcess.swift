import CConfinement

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A process of a confined program. It is ended with this object, if it has not ended before.
final class StartedProcess {
  private let child: pid_t
  private let output: Int32
  /// Nil for a program that is asked nothing.
  private let questions: Int32?
  private var ended: End?

  enum Output {
    case bytes(ArraySlice<UInt8>)
    /// The program has closed its output.
    case closed
    case tooLate
  }

  enum End: Equatable {
    case exited(status: Int32)
    case died(signal: Int32)
  }

  /// - Parameter input: what it reads on standard input, a file in memory that can be rewound.
  init(
    _ path: String, _ arguments: [String], input: [UInt8], answersQuestions: Bool
  ) throws(ConfinedProgram.NotStarted) {
    let file = xinbao_memory_file(input, input.count)
    guard file >= 0 else { throw .init(path, errno) }
    defer { close(file) }
    var (output, childsOutput): (Int32, Int32) = (-1, -1)
    guard xinbao_pipe(&output, &childsOutput) == 0 else { throw .init(path, errno) }
    // This side's copy must be closed: the output ends only when no process has that end open any more.
    defer { close(childsOutput) }
    var (questions, childsQuestions): (Int32, Int32) = (-1, -1)
    if answersQuestions, xinbao_line(&questions, &childsQuestions) != 0 {
      let error = errno
      close(output)
      throw .init(path, error)
    }
    defer { if childsQuestions >= 0 { close(childsQuestions) } }
    var child: pid_t = 0
    let error = Self.start(path, arguments, file, childsOutput, childsQuestions, &child)
    guard error == 0 else {
      close(output)
      if questions >= 0 { close(questions) }
      throw .init(path, error)
    }
    (self.child, self.output, self.questions) = (child, output, answersQuestions ? questions : nil)
  }

  deinit {
    _ = end(atOnce: true)
    close(output)
    if let questions { close(questions) }
  }

  /// The only environment variable of the child is the path of the libraries.
  private static func start(
    _ path: String, _ arguments: [String], _ input: Int32, _ output: Int32, _ questions: Int32, _ child: inout pid_t
  ) -> Int32 {
    let libraries = getenv("LD_LIBRARY_PATH").map { strdup("LD_LIBRARY_PATH=" + String(cString: $0)) }
    defer { if let libraries { free(libraries) } }
    var environment = libraries.map { [$0, nil] } ?? [nil]
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    return xinbao_start(path, &words, &environment, input, output, questions, &child)
  }

  /// - Returns: whether it was said; whether anybody listens, the answer tells.
  func ask(_ bytes: [UInt8]) -> Bool { questions.map { xinbao_say($0, bytes, bytes.count) == 0 } ?? false }

  func nextOutput(until deadline: ContinuousClock.Instant) -> Output {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { return .tooLate }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Int32(min(left.rounded(.up), 60_000))) > 0 else { continue }
      let count = read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? .bytes(buffer.prefix(count)) : .closed
    }
  }

  /// How long a program that has closed its output may take to exit: many close it as their last step, and killing them
  /// then would turn a normal exit into a crash.
  private static let grace = Duration.milliseconds(500)

  /// Waits for a program that is about to exit, or ends it.
  func end(atOnce: Bool = false) -> End {
    if let ended { return ended }
    let status = waited(atOnce: atOnce)
    // wait(2): WIFEXITED, WEXITSTATUS, WTERMSIG, which are macros.
    let signal = status & 0x7f
    let end: End = signal == 0 ? .exited(status: status >> 8 & 0xff) : .died(signal: signal)
    ended = end
    return end
  }

  private func waited(atOnce: Bool) -> Int32 {
    var status: Int32 = 0
    let end = ContinuousClock.now + Self.grace
    while !atOnce, ContinuousClock.now < end {
      if waitpid(child, &status, WNOHANG) == child { return status }
      usleep(500)
    }
    kill(child, SIGKILL)
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
