import Confinement
import Foundation
import PictureReplies

/// Reads the QR symbols of a picture with `xinbao-read`, in one process per picture: it may crash, hang or be taken
/// over by its input, and this process continues.
public struct PictureReader: Sendable {
  private let program: ConfinedProgram
  /// Draws pages of PDFs; nil: no program for it is installed.
  let drawer: PageDrawer?

  /// Wall-clock seconds. The program has 2 s of processor time; on a busy machine it has to wait for it.
  private static let seconds = 15.0

  /// - Parameter path: path of `xinbao-read`.
  /// - Throws: `NotAtHand`.
  public init(path: String) throws(NotAtHand) {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw NotAtHand(
        description: "\(path): there is no such program; pictures are read by it: build or install it there")
    }
    program = ConfinedProgram(path: path, outputLimit: PictureReply.maximumBytes, seconds: Self.seconds)
    drawer = PageDrawer(reader: path)
  }

  /// The `xinbao-read` next to the running program.
  /// - Throws: `NotAtHand`.
  public static func besideThisProgram() throws(NotAtHand) -> PictureReader {
    try PictureReader(path: programBesideThisOne("xinbao-read"))
  }

  public struct NotAtHand: Error, CustomStringConvertible {
    public let description: String
    public init(description: String) { self.description = description }
  }

  /// This reader, if it can also draw the pages of PDFs.
  /// - Throws: `NotAtHand`.
  public func drawing() throws(NotAtHand) -> PictureReader {
    guard drawer != nil else {
      throw NotAtHand(
        description:
          "\(PageDrawer.places[0]): there is no such program; scanned PDFs are drawn by it: install the package "
          + "poppler-utils, or give a photo of the code, or the report's number and check code")
    }
    return self
  }

  /// Blocks until the picture is read or the program was stopped.
  /// - Returns: the symbols' texts, which prove nothing yet.
  /// - Throws: `PictureRefusal`: `IMAGE_UNREADABLE`, `IMAGE_TOO_LARGE`, `IMAGE_READING_STOPPED`.
  public func texts(in picture: [UInt8]) throws(PictureRefusal) -> [String] {
    guard case .read(let reading) = try page(1, of: picture) else { throw PictureRefusal(.unreadable) }
    return reading.texts
  }

  /// What asking for a page gives, if the page is not refused.
  enum PageOutcome {
    case read(PictureReply.Reading)
    case noSuchPage
    /// Where the page is, cannot be told: there may be more.
    case pagesLost
  }

  /// - Parameter number: from 1.
  func page(_ number: Int, of picture: [UInt8]) throws(PictureRefusal) -> PageOutcome {
    switch try reply(to: picture, page: number) {
    case .read(let reading): return .read(reading)
    case .unreadable: throw PictureRefusal(.unreadable)
    case .tooLarge: throw PictureRefusal(.tooLarge)
    case .noSuchPage: return .noSuchPage
    case .pagesLost: return .pagesLost
    }
  }

  /// Checks that the program starts, confines itself and replies on this machine.
  /// - Throws: `NotAtHand`.
  public func check() throws(NotAtHand) {
    do throws(PictureRefusal) { _ = try reply(to: []) } catch {
      throw NotAtHand(description: "\(program.path): pictures cannot be read: \(error.detail ?? "")")
    }
  }

  private func reply(to picture: [UInt8], page: Int = 1) throws(PictureRefusal) -> PictureReply {
    var program = program
    program.arguments = [String(page)]
    do throws(ConfinedProgram.NoOutput) {
      guard let reply = PictureReply(try program.output(for: picture)) else {
        throw .init("the reader's reply cannot be read")
      }
      return reply
    } catch { throw PictureRefusal(.readingStopped, error.description) }
  }
}
