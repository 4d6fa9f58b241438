import Confinement
import FileFormats
import FileReplies
import PDFReading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Takes a report's file on standard input apart and says on standard output what is in it (`FileReply`). Files come from
/// strangers; so it is done here, in a process that lives for one of them, and which nothing else is in. Started by
/// `xinbao`, `xinbao-server` and `xinbao-verify`.
///
/// ```
/// xinbao-parse FORMAT                     what is in a file of this format
/// xinbao-parse FORMAT differences COUNT   how it differs from the one of COUNT bytes before it
/// ```
///
/// Exit status: 0 there is a reply; 4 it could not confine itself, and read nothing.
@main
struct Parse {
  private static let limits = ProcessLimits(processorSeconds: 5, memory: 2 << 30)
  /// Of two files, of which one was made here.
  private static let maximumInput = 512 << 20
  private static let formats: [any FileFormat] = [PDFFormat()]

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard confineThisProcess(limits) == nil, let format = formats.first(where: { $0.name == arguments.first }),
      let input = readStandardInput(limit: maximumInput)
    else { exit(4) }
    let reply: FileReply
    switch arguments.count {
    case 1: reply = FileReply(to: input, format)
    case 3:
      guard arguments[1] == FileQuestion.differences, let count = Int(arguments[2]), (0...input.count).contains(count)
      else { exit(4) }
      reply = FileReply(comparing: Array(input[count...]), with: Array(input[..<count]), format)
    default: exit(4)
    }
    guard writeStandardOutput(reply.bytes) else { exit(4) }
  }
}

extension FileReply {
  init(to bytes: [UInt8], _ format: any FileFormat) {
    do throws(UnfitFile) {
      let file = try format.read(bytes)
      self = .fit(
        Content(
          pages: file.pageCount,
          attachments: Result { () throws(UnfitFile) in
            try file.attachments().map { Content.Attachment(name: $0.name, bytes: $0.bytes) }
          }, certifications: Result { () throws(UnfitFile) in try file.certifications() },
          place: Result { () throws(UnfitFile) in place(of: try file.signed().signature, in: bytes) }))
    } catch { self = .unfit(error) }
  }

  init(comparing given: [UInt8], with made: [UInt8], _ format: any FileFormat) {
    do throws(UnfitFile) {
      self = .differences(try format.read(given).signed().differences(from: made))
    } catch { self = .unfit(error) }
  }
}

/// The hole between the two parts that are signed. Of a format that signs others, this program can say nothing.
private func place(of signature: ReceivedSignature, in bytes: [UInt8]) -> Range<Int> {
  let parts = signature.parts
  guard parts.count == 2, parts[0].startIndex == 0, parts[0].endIndex <= parts[1].startIndex,
    parts[1].endIndex == bytes.count
  else { exit(4) }
  return parts[0].endIndex..<parts[1].startIndex
}
