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
        read.wereAllRead = false
        break
      }
      do throws(PictureRefusal) {
        switch try page(number, of: picture) {
        case .read(let reading):
          let place = format.hasPages ? number : nil
          read.pages.append(.init(number: place, texts: reading.texts, isWhole: reading.isWhole))
          pixels += reading.pixels
        case .noSuchPage: return read
        case .pagesLost:
          // Of the first page, nothing can be said at all.
          guard number > 1 else { throw PictureRefusal(.unreadable) }
          read.wereAllRead = false
          return read
        }
      } catch {
        guard number > 1 else { throw error }
        read.wereAllRead = false
      }
      if !format.hasPages { break }
    }
    return read
  }

  /// Draws the pages of a document and reads them; those without a code once more, and finer: a bad scan, or a report made
  /// smaller, may need it. This is done for every such page, whatever else was found in the file: a merged file may
  /// hold one report that reads easily, and another that does not.
  /// - Throws: `COPY_UNREADABLE` if no program opens it, `COPY_NOT_READ` if pages cannot be drawn here.
  public func pages(ofDocument document: [UInt8], limits: PageLimits) throws(CopyRefusal) -> ReadPages {
    guard let drawer else { throw .notRead }
    let clock = Deadline(limits)
    var read = try pages(of: document, drawnBy: drawer, until: clock, limits.pages)
    for index in read.pages.indices where read.pages[index].texts.isEmpty {
      guard !clock.isOver else {
        read.wereAllRead = false
        break
      }
      let outcome = drawer.draw(page: index + 1, of: document, pixels: Self.finePixels)
      // What was not drawn, had a first look at least; that it is not whole, is known or is known now.
      read.pages[index] = page(index + 1, as: outcome)
    }
    return read
  }

  /// The longer side of a drawn page: A4 with 205 dpi, so that a module of a code has about four pixels.
  private static let pixels = 2400
  /// A4 with 342 dpi. It takes half a second for a page, and three times as long as with fewer pixels.
  private static let finePixels = 4000

  /// Draws and reads all pages, in order and without gaps.
  private func pages(
    of document: [UInt8], drawnBy drawer: PageDrawer, until clock: Deadline, _ most: Int
  ) throws(CopyRefusal) -> ReadPages {
    var read = ReadPages()
    for number in 1... {
      guard number <= most, !clock.isOver else {
        read.wereAllRead = false
        break
      }
      switch drawer.draw(page: number, of: document, pixels: Self.pixels) {
      case .noSuchPage: return read
      case .unreadable:
        guard number > 1 else { throw .unreadable }
        read.wereAllRead = false
        return read
      case let outcome: read.pages.append(page(number, as: outcome))
      }
    }
    return read
  }

  /// What a page shows, as far as it was drawn.
  private func page(_ number: Int, as outcome: PageDrawer.Outcome) -> ReadPages.Page {
    guard case .drawn(let page) = outcome, case .read(let reading)? = try? self.page(1, of: page.drawing) else {
      return .init(number: number, texts: [], isWhole: false)
    }
    return .init(number: number, texts: reading.texts, isWhole: page.isWhole && reading.isWhole)
  }
}

/// When no more pages are begun.
private struct Deadline {
  private let end: ContinuousClock.Instant
  init(_ limits: PageLimits) { end = .now + .seconds(limits.seconds) }
  var isOver: Bool { .now >= end }
}
