import CConfinement

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Resource limits of a confined process.
public struct ProcessLimits: Sendable {
  public var processorSeconds: UInt32
  /// Address space, bytes.
  public var memory: Int

  public init(processorSeconds: UInt32, memory: Int) {
    (self.processorSeconds, self.memory) = (processorSeconds, memory)
  }
}

/// For a program started by `ConfinedProgram`, as its first step: from now on it can open nothing, start nothing and
/// write no file, and the kernel ends it when it exceeds its limits or when its parent ends.
/// - Parameter answersQuestions: it was started by `ConfinedProcess`, and ends with the questions.
/// - Returns: nil, or the system's error.
public func confineThisProcess(_ limits: ProcessLimits, answersQuestions: Bool = false) -> String? {
  let error = xinbao_confine_this_process(limits.processorSeconds, limits.memory, answersQuestions ? 1 : 0)
  return error == 0 ? nil : String(cString: strerror(error))
}

/// For a program started by `ConfinedProgram`: becomes another one, which cannot confine itself. It has the same limits,
/// opens only files that are installed on the machine (programs, libraries, fonts), writes none, and has no network.
/// - Parameters:
///   - path: of the other program.
///   - arguments: without its name.
/// - Returns: only if it could not: the system's error.
public func becomeConfined(_ path: String, _ arguments: [String], _ limits: ProcessLimits) -> String {
  var words = ([path] + arguments).map { strdup($0) } + [nil]
  var environment: [UnsafeMutablePointer<CChar>?] = [nil]
  let error = xinbao_become_confined(path, &words, &environment, limits.processorSeconds, limits.memory)
  for word in words { free(word) }
  return String(cString: strerror(error))
}

/// All of standard input.
/// - Returns: nil if it cannot be read or exceeds the limit.
public func readStandardInput(limit: Int) -> [UInt8]? {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0, bytes.count + count <= limit else { return nil }
    if count == 0 { return bytes }
    bytes += buffer.prefix(count)
  }
}

/// - Returns: whether everything was written.
public func writeStandardOutput(_ bytes: [UInt8]) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}

/// For a program started by `ConfinedProcess`: the next question, of one byte or more.
/// - Returns: nil when there are no more.
public func nextQuestion(_ count: Int) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: count)
  var done = 0
  while done < count {
    let received = bytes.withUnsafeMutableBytes { buffer in
      read(XINBAO_QUESTIONS, buffer.baseAddress.map { $0 + done }, count - done)
    }
    if received < 0, errno == EINTR { continue }
    guard received > 0 else { return nil }
    done += received
  }
  return bytes
}

/// Whether another question has arrived.
public func isQuestionWaiting() -> Bool { xinbao_is_asked(XINBAO_QUESTIONS) != 0 }
