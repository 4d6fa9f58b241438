import Confinement
import PictureReplies
import Pictures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads one picture from standard input and says on standard output what its QR symbols hold (`PictureReply`). Pictures
/// come from strangers and are read by libraries in C and C++; so it is done here, in a process that lives for one of
/// them, and which nothing else is in. Started by `xinbao` and `xinbao-server`.
///
/// ```
/// xinbao-read [PAGE]                        the codes of a picture, or of a page of it
/// xinbao-read draw PROGRAM PAGE PIXELS      becomes pdftoppm, which draws a page of the PDF on standard input
/// ```
///
/// Exit status: 0 there is a reply; 4 it could not confine itself, and read nothing.
@main
struct Read {
  /// Of these, a photograph of 50 million pixels takes about half.
  private static let limits = ProcessLimits(processorSeconds: 2, memory: 1 << 30)
  private static let maximumInput = 64 << 20

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "draw" { draw(arguments.dropFirst()) }
    guard confineThisProcess(limits) == nil else { exit(4) }
    guard let page = arguments.isEmpty ? 1 : arguments.first.flatMap({ Int($0) }), page > 0,
      let input = readStandardInput(limit: maximumInput), writeStandardOutput(reply(to: input, page: page).bytes)
    else { exit(4) }
  }

  /// Becomes the program that draws (poppler's `pdftoppm`, which cannot confine itself).
  /// - Parameter arguments: its path, the page from 1, and the pixels of the longer side, however large the page is.
  private static func draw(_ arguments: ArraySlice<String>) -> Never {
    let words = Array(arguments)
    guard words.count == 3, Int(words[1]) != nil, Int(words[2]) != nil else { exit(4) }
    // What lies outside the crop box, no reader of the file sees.
    let options = ["-gray", "-cropbox", "-scale-to", words[2], "-f", words[1], "-l", words[1], "-"]
    // What the program complains about comes before the drawing (`DrawnPage`).
    dup2(STDOUT_FILENO, STDERR_FILENO)
    _ = becomeConfined(
      words[0], options, ProcessLimits(processorSeconds: 6, memory: 1 << 30))
    exit(4)
  }

  private static func reply(to input: [UInt8], page: Int) -> PictureReply {
    do throws(PictureError) {
      let picture = try DecodedPicture(decoding: input, page: page)
      let texts = QRReader.texts(in: picture.image, until: isLikelyLink)
      return .read(.init(texts, isWhole: picture.isWhole, pixels: picture.image.pixels.count))
    } catch {
      switch error {
      case .unreadable: return .unreadable
      case .tooLarge: return .tooLarge
      case .noSuchPage: return .noSuchPage
      case .pagesLost: return .pagesLost
      }
    }
  }

  /// The digits of the smallest token are more than 400; nothing else in a QR symbol has so many in a row. What the
  /// text is worth is for the other side to say.
  private static func isLikelyLink(_ text: String) -> Bool {
    var run = 0
    for byte in text.utf8 {
      run = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? run + 1 : 0
      if run == 200 { return true }
    }
    return false
  }
}
