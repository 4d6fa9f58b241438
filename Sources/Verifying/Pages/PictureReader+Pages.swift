import PictureReplies

extension PictureReader {
  /// Reads a picture; of a TIFF, all pages.
  /// - Throws: what is wrong with the first page.
  public func pages(
    ofPicture picture: [UInt8], _ format: PictureFormat, limits: PageLimits
  ) throws(PictureRefusal) -> ReadPages {
    let clock = Deadline(limits)
    var (read, pixels) = (ReadPages(), 0)
    for number in 1... {
      guard number <= limits.pages, pixels <= limits.pixels, !clock.isOver else {
        read.isComplete = false
        break
      }
      do throws(PictureRefusal) {
        switch try page(number, of: picture) {
        case .read(let reading):
          read.pages.append(.init(number: format.hasPages ? number : nil, texts: reading.texts))
          read.isComplete = read.isComplete && reading.isWhole
          pixels += reading.pixels
        case .noSuchPage: return read
        case .pagesLost:
          // Of the first page, nothing can be said at all.
          guard number > 1 else { throw PictureRefusal(.unreadable) }
          read.isComplete = false
          return read
        }
      } catch {
        guard number > 1 else { throw error }
        read.isComplete = false
      }
      if !format.hasPages { break }
    }
    return read
  }

  /// Draws the pages of a document and reads them.
  /// - Throws: `COPY_UNREADABLE` if no program opens it, `COPY_NOT_READ` if pages cannot be drawn here.
  public func pages(ofDocument document: [UInt8], limits: PageLimits) throws(CopyRefusal) -> ReadPages {
    guard let drawer else { throw .notRead }
    let clock = Deadline(limits)
    var read = try pages(of: document, drawnBy: drawer, pixels: Self.pixels, until: clock, limits.pages)
    guard read.pages.allSatisfy(\.texts.isEmpty) else { return read }
    // A bad scan may need more; a code is on the cover.
    let fine = try pages(of: document, drawnBy: drawer, pixels: Self.finePixels, until: clock, Self.finePages)
    read.pages = fine.pages + read.pages.filter { page in !fine.pages.contains { $0.number == page.number } }
    return read
  }

  /// The longer side of a drawn page: A4 with 205 dpi, so that a module of a code has about four pixels.
  private static let pixels = 2400
  /// A4 with 342 dpi.
  private static let finePixels = 4000
  private static let finePages = 4

  private func pages(
    of document: [UInt8], drawnBy drawer: PageDrawer, pixels: Int, until clock: Deadline, _ most: Int
  ) throws(CopyRefusal) -> ReadPages {
    var read = ReadPages()
    for number in 1... {
      guard number <= most, !clock.isOver else {
        read.isComplete = false
        break
      }
      switch drawer.draw(page: number, of: document, pixels: pixels) {
      case .drawn(let drawing):
        let texts = try? texts(in: drawing)
        if texts == nil { read.isComplete = false }
        read.pages.append(.init(number: number, texts: texts ?? []))
      case .notDrawn:
        read.isComplete = false
        read.pages.append(.init(number: number, texts: []))
      case .unreadable:
        guard number > 1 else { throw .unreadable }
        read.isComplete = false
        return read
      case .noSuchPage: return read
      }
    }
    return read
  }
}

/// When no more pages are begun.
private struct Deadline {
  private let end: ContinuousClock.Instant
  init(_ limits: PageLimits) { end = .now + .seconds(limits.seconds) }
  var isOver: Bool { .now >= end }
}
