import Attestation
import FileFormats

extension Verifier {
  /// The one way from a file to its answers: a report's file as issued, a picture, or a document that is a copy of paper.
  /// - Parameters:
  ///   - bytes: show what the file is; nothing may contradict them.
  ///   - name: of the file; nil: it has none.
  ///   - mediaType: as declared by the sender; nil: not declared.
  ///   - reader: is asked for only if pictures or pages must be read.
  public func findings(
    in bytes: [UInt8], name: String? = nil, mediaType: String? = nil, limits: PageLimits = .command,
    readBy reader: () throws(PictureReader.NotAtHand) -> PictureReader
  ) throws(PictureReader.NotAtHand) -> FileFindings {
    let kind: FileKind
    do throws(FileRefusal) {
      kind = try FileKind(of: bytes, name: name, mediaType: mediaType, among: formats)
    } catch { return FileFindings(Verification(refusing: error)) }
    switch kind {
    case .picture(let format):
      let reader = try reader()
      do throws(PictureRefusal) {
        return findings(on: try reader.pages(ofPicture: bytes, format, limits: limits), from: .image)
      } catch { return FileFindings(Verification(refusing: error)) }
    case .document(let format):
      let verification = verify(document: bytes, as: format)
      guard verification.isOfUnreadCopy else { return FileFindings(verification) }
      let reader = try reader().drawing()
      do throws(CopyRefusal) {
        return findings(on: try reader.pages(ofDocument: bytes, limits: limits), from: .copy)
      } catch { return FileFindings(Verification(refusing: error)) }
    }
  }

  /// An answer for each report whose code stands on the pages. Other codes are passed over, but for those that seem to be
  /// of a report and are not readable as one.
  /// - Parameter source: `.image` or `.copy`.
  public func findings(on read: ReadPages, from source: Verification.Source) -> FileFindings {
    var found: [FoundCode] = []
    var isComplete = read.isComplete
    for page in read.pages {
      for code in page.texts.compactMap(FoundCode.init) {
        let index = found.firstIndex { $0.content == code.content } ?? found.endIndex
        if index == found.endIndex {
          guard found.count < Self.maximumReports else {
            isComplete = false
            continue
          }
          found.append(code)
        }
        if let number = page.number, found[index].pages.last != number { found[index].pages.append(number) }
      }
    }
    guard !found.isEmpty else {
      // The answer to a copy says itself that not all was read.
      return FileFindings([.init(withoutCode(read, source))], isComplete: isComplete || source == .copy)
    }
    return FileFindings(
      found.map { code in FileFindings.Finding(pages: code.pages, verification(of: code, from: source)) },
      isComplete: isComplete)
  }

  /// More reports in one file are not answered for; whoever has as many has them as separate files, too.
  private static let maximumReports = 100

  private func verification(of code: FoundCode, from source: Verification.Source) -> Verification {
    switch code.content {
    case .token(let token, let host): verify(token, source: source, host: host)
    case .damaged(_, let refusal):
      Verification(source: source, answer: .token(refusal.reason), detail: refusal.detail)
    }
  }

  private func withoutCode(_ read: ReadPages, _ source: Verification.Source) -> Verification {
    guard source == .image else { return Verification(refusing: read.isComplete ? CopyRefusal.withoutCode : .notRead) }
    guard read.pages.allSatisfy(\.texts.isEmpty) else {
      return Verification(
        source: .image, answer: .token(.malformed), detail: "the picture's QR code is not a verification link")
    }
    return Verification(refusing: PictureRefusal(.withoutCode))
  }
}

/// A code on a page that is of a report, or seems to be.
private struct FoundCode {
  enum Content: Equatable {
    /// A genuine code under another address leads elsewhere: that is another code.
    case token(Token, host: String?)
    case damaged(String, TokenRefusal)
  }
  let content: Content
  var pages: [Int] = []

  /// Nil for the many other codes that stand on paper: of payments, products, other people's services.
  init?(_ text: String) {
    do throws(TokenRefusal) {
      let link = try VerificationLink(reading: text)
      content = .token(try ReceivedToken(link.token).token, host: link.host)
    } catch {
      // The digits of the smallest token are more than 400.
      guard text.utf8.count(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) >= 200 else { return nil }
      content = .damaged(text, error)
    }
  }
}
