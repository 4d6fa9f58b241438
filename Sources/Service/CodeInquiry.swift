import Attestation
import Verifying

/// What becomes of a code from a QR symbol.
///
/// A code says nothing about the paper that it is printed on: the symbol of a good report can be stuck on any other
/// (`verification.md` §5, "QR of A on the paper of B"). So before anything is said about a report, the verifier types the
/// last four characters of the code printed on the paper. A code that is nobody's word is refused at once.
enum CodeOutcome: Sendable {
  case challenge(Challenge)
  case answer(DeskAnswer)
  /// The ending is that of another report than the code's. Nothing is told about that one.
  case otherPaper
}

struct Challenge: Sendable, Equatable {
  static let length = 4
  var token: Token
  var host: String?
  /// What the four characters are the end of.
  var label: String
}

extension VerificationService {
  /// - Parameters:
  ///   - text: a link or digits.
  ///   - ending: as typed; nil where nobody was asked yet.
  func inquire(_ text: String, ending: String?, _ inquiry: Inquiry, _ client: IPAddress) async throws -> CodeOutcome {
    guard let link = try? VerificationLink(reading: text) else {
      // Without any key there is only one answer, and its reason.
      return .answer(DeskAnswer(verification: Verifier(keys: KeySet(), now: 0).verify(digits: text)))
    }
    guard let ending else {
      let looked = try await ask { try await $0.examine(token: link.token) }
      guard let claims = looked.claims else { return .answer(try await verify(link, inquiry)) }
      return .challenge(Challenge(token: link.token, host: link.host, label: claims.identLabel))
    }
    guard let typed = normalizedEnding(ending) else {
      throw ServiceError.badRequest("`ending` must be 4 letters or digits", "请输入末四位，共4个字母或数字。")
    }
    let limiter = limiters[.wrongEndings]
    if let wait = limiter?.wait(client.subscriber, at: clock.monotonicSeconds()) {
      metrics.count(refusal: Limiters.Name.wrongEndings.rawValue)
      throw ServiceError.tooMany(after: wait)
    }
    // The claims are compared before it is known whose they are: a wrong ending of a forged code is told as the forgery.
    if let received = try? ReceivedToken(link.token), normalizedEnding(received.claims.ident.suffix(4)) != typed,
      try await ask({ try await $0.examine(token: link.token) }).claims != nil
    {
      _ = limiter?.take(client.subscriber, at: clock.monotonicSeconds())
      metrics.count(answer: OtherPaper.code, channel: inquiry.channel)
      return .otherPaper
    }
    return .answer(try await verify(link, inquiry))
  }

  /// As `inquire` without an ending, of a picture.
  func inquire(image: [UInt8], _ inquiry: Inquiry) async throws -> CodeOutcome {
    let looked = try await ask { try await $0.examine(image: image) }
    guard let token = looked.token, let claims = looked.claims else {
      metrics.count(answer: looked.answer.code, channel: inquiry.channel)
      return .answer(DeskAnswer(verification: looked))
    }
    return .challenge(Challenge(token: token, host: looked.host, label: claims.identLabel))
  }

  private func verify(_ link: VerificationLink, _ inquiry: Inquiry) async throws -> DeskAnswer {
    var answer = try await ask { try await $0.verify(token: link.token, for: inquiry) }
    if let host = link.host { answer.verification.host = host }
    metrics.count(answer: answer.verification.answer.code, channel: inquiry.channel)
    return answer
  }
}

/// What is said of a code whose report is another than the paper's.
enum OtherPaper {
  static let code = "OTHER_PAPER"
  static let explanation = "该二维码属于另一份报告，与您手中的纸质报告不符。请勿采信；如系输入有误，请重新扫描并核对末四位。"
}

extension ReportClaims {
  var identLabel: String { kind == .personal ? "证件号码" : "统一社会信用代码" }
}

/// Four characters in capitals; full-width forms, spaces and hyphens forgiven. Nil for anything else.
func normalizedEnding(_ text: some StringProtocol) -> String? {
  var ending = ""
  for scalar in text.unicodeScalars.prefix(32) {
    // Fullwidth Forms, U+FF01…FF5E, lie 0xFEE0 above ASCII.
    let value = (0xff01...0xff5e).contains(scalar.value) ? scalar.value - 0xfee0 : scalar.value
    guard let plain = Unicode.Scalar(value) else { return nil }
    if plain == "-" || plain.properties.isWhitespace { continue }
    guard plain.isASCII, plain.properties.isAlphabetic || plain.properties.numericType == .decimal else { return nil }
    ending.unicodeScalars.append(plain)
  }
  return ending.count == Challenge.length ? ending.uppercased() : nil
}

/// An agency's name as typed, made fit for the journal: nil where there is none.
func agencyName(_ text: String?) throws(ServiceError) -> String? {
  guard let text else { return nil }
  let visible = text.unicodeScalars.filter {
    $0.properties.generalCategory != .control && !$0.properties.isBidiControl
  }
  let name = String(String.UnicodeScalarView(visible)).trimmed()
  guard name.unicodeScalars.count <= 60 else {
    throw .badRequest("`agency` may have at most 60 characters", "核验单位名称不超过60个字。")
  }
  return name.isEmpty ? nil : name
}

extension String {
  func trimmed() -> String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
