import Confinement
public import FileFormats
import FileReplies

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Takes strangers' files apart with `xinbao-parse`, in one process per file: it may crash, hang or be taken over by its
/// input, and this process continues.
public struct FileParser: Sendable {
  private let program: ConfinedProgram

  /// All that a file's attachments may unpack to, and what else is said of it.
  private static let outputLimit = 80 << 20
  /// Wall-clock time. The program has 5 s of processor time; on a busy machine it has to wait for it.
  private static let seconds = 20.0

  /// - Parameter path: path of `xinbao-parse`.
  /// - Throws: `NotAtHand`.
  public init(path: String) throws(NotAtHand) {
    guard access(path, X_OK) == 0 else {
      throw NotAtHand(
        description: "\(path): there is no such program; reports' files are read by it: build or install it there")
    }
    program = ConfinedProgram(path: path, outputLimit: Self.outputLimit, seconds: Self.seconds)
  }

  /// The `xinbao-parse` next to the running program.
  /// - Throws: `NotAtHand`.
  public static func besideThisProgram() throws(NotAtHand) -> FileParser {
    try FileParser(path: programBesideThisOne("xinbao-parse"))
  }

  public struct NotAtHand: Error, CustomStringConvertible {
    public let description: String
  }

  /// Checks that the program starts, confines itself and replies on this machine.
  /// - Throws: `NotAtHand`.
  public func check(_ formats: ReadableFormats) throws(NotAtHand) {
    for format in formats.all {
      guard case .failure(let stopped) = reply(format, [], to: []) else { continue }
      throw NotAtHand(description: "\(program.path): files cannot be read: \(stopped)")
    }
  }

  /// Blocks until the file is read or the program was stopped.
  /// - Parameter question: further arguments.
  func reply(
    _ format: any FileFormat, _ question: [String], to input: [UInt8]
  ) -> Result<FileReply, ConfinedProgram.NoOutput> {
    var program = program
    program.arguments = [format.name] + question
    do throws(ConfinedProgram.NoOutput) {
      guard let reply = FileReply(try program.output(for: input), format.reasons) else {
        throw .init("the reader's reply cannot be read")
      }
      return .success(reply)
    } catch { return .failure(error) }
  }
}
