import Confinement
import Foundation

/// Draws pages of PDFs with `pdftoppm` of poppler-utils, which is run and not linked (it is GPL). PDFs come from
/// strangers, so `xinbao-read` puts limits on itself and then becomes that program: one process for each page.
struct PageDrawer: Sendable {
  /// What came of one page.
  enum Outcome: Equatable {
    case drawn(DrawnPage)
    /// The file has fewer pages.
    case noSuchPage
    /// No program opens the file: damaged, or protected by a password.
    case unreadable
    /// This page takes too much time or memory, or the program crashed on it.
    case notDrawn(String)
  }

  let reader: String
  let program: String

  /// Where Debian's package, or an administrator, puts it.
  static let places = ["/usr/bin/pdftoppm", "/usr/local/bin/pdftoppm"]

  /// Nil where no such program is installed.
  init?(reader: String) {
    guard let found = Self.places.first(where: FileManager.default.isExecutableFile(atPath:)) else { return nil }
    (self.reader, program) = (reader, found)
  }

  /// Blocks until the page is drawn or given up.
  /// - Parameters:
  ///   - page: from 1.
  ///   - pixels: of the longer side, however large the page says that it is.
  func draw(page: Int, of file: [UInt8], pixels: Int) -> Outcome {
    // A square page, and what stands before it.
    let limit = pixels * pixels + Self.complaints
    var child = ConfinedProgram(path: reader, outputLimit: limit, seconds: Self.seconds)
    child.arguments = ["draw", program, String(page), String(pixels)]
    do throws(ConfinedProgram.NotStarted) {
      switch try child.run(input: file) {
      case .exited(0, let output):
        return DrawnPage(of: output).map(Outcome.drawn) ?? .notDrawn("page \(page): there is no drawing")
      case .exited(99, _): return .noSuchPage
      case .exited(1, _): return .unreadable
      case .exited(let status, _): return .notDrawn("page \(page): the drawing program ended with status \(status)")
      case .died(let signal): return .notDrawn("page \(page): the drawing program was ended by signal \(signal)")
      case .tooSlow: return .notDrawn("page \(page): drawing took more than \(Self.seconds) s")
      case .tooMuchOutput: return .notDrawn("page \(page): the drawing is too large")
      }
    } catch { return .notDrawn(error.description) }
  }

  /// Bytes of what the program may say about a page.
  private static let complaints = 1 << 16
  /// Wall-clock time for a page. The program has 6 s of processor time.
  private static let seconds = 15.0
}
