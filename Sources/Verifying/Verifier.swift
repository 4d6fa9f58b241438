public import Attestation
import Crypto

/// Gives one answer to digits, a link, a picture or a PDF. Every doubt is a no.
public struct Verifier: Sendable {
  public let keys: KeySet
  /// Seconds since 1970.
  public let now: Int64

  public init(keys: KeySet, now: Int64) { (self.keys, self.now) = (keys, now) }

  /// - Parameter text: what a camera, a scanner or a person gives: a verification link, or its digits.
  public func verify(digits text: String) -> Verification {
    do throws(TokenRefusal) {
      let link = try VerificationLink(reading: text)
      return verify(link.token, source: .digits, host: link.host)
    } catch {
      return refused(.digits, .token(error.reason), error.detail)
    }
  }

  /// - Parameter bytes: a PNG or JPEG picture with the QR on it: a photo, a scan, a screenshot.
  public func verify(image bytes: [UInt8]) -> Verification {
    do throws(FileRefusal) {
      let texts = QRReader.texts(in: try GreyImage(decoding: bytes)) { VerificationLink(found: $0) != nil }
      guard !texts.isEmpty else { throw .imageWithoutCode }
      let links = texts.compactMap(VerificationLink.init(found:))
      guard let link = links.first else {
        return refused(.image, .token(.malformed), "the picture's QR code is not a verification link")
      }
      guard links.allSatisfy({ $0.token == link.token }) else { throw .imageAmbiguous }
      return verify(link.token, source: .image, host: link.host)
    } catch {
      return refused(.image, .file(error))
    }
  }

  /// - Parameter attachments: all of a PDF's, by name.
  func verify(attachments: [(name: String, bytes: [UInt8])]) -> Verification {
    do throws(FileRefusal) {
      let attached = try ReportAttachments(attachments)
      var verification = verify(Token(bytes: attached.token), source: .pdf, host: nil)
      // Without claims there is no digest to trust; the token's own refusal is the answer.
      guard let claims = verification.claims else { return verification }
      guard let data = attached.data else { throw .pdfWithoutData }
      guard Array(SHA256.hash(data: data)) == claims.digest else { throw .pdfDataMismatch }
      verification.canonicalData = data
      return verification
    } catch {
      return refused(.pdf, .file(error))
    }
  }

  private func verify(_ token: Token, source: Verification.Source, host: String?) -> Verification {
    var verification = Verification(
      source: source, answer: .valid, token: token, development: false, host: host,
      notes: [.statusNotChecked, .logNotChecked, .keySetNotRootSigned])
    if source == .pdf { verification.notes += [.pdfSignatureNotChecked, .pdfPagesNotCompared] }
    if host != nil { verification.notes.append(.hostNotChecked) }
    do throws(TokenRefusal) {
      let authentic = try ReceivedToken(token).authenticated(by: keys, at: now)
      (verification.claims, verification.kid) = (authentic.claims, authentic.key.kid)
      if authentic.key.isDevelopment {
        verification.development = true
        verification.notes.insert(.developmentKey, at: 0)
      }
      _ = try authentic.verified(at: now)
    } catch {
      verification.answer = .token(error.reason)
      verification.detail = error.detail
      // Of a token that is nobody's word, there is nothing left to check.
      if verification.claims == nil { verification.notes = [] }
    }
    return verification
  }

  func refused(_ source: Verification.Source, _ answer: Answer, _ detail: String? = nil) -> Verification {
    Verification(source: source, answer: answer, detail: detail, development: false, notes: [])
  }
}

extension VerificationLink {
  /// Nil for a text that is not a link to a token at all.
  fileprivate init?(found text: String) {
    guard let link = try? VerificationLink(reading: text), (try? ReceivedToken(link.token)) != nil else { return nil }
    self = link
  }
}
