import Attestation
import ReportKinds
import Verifying
import Web

/// The outcome for a code from a QR symbol.
///
/// A code says nothing about the paper on which it is printed: the symbol of a genuine report can be stuck on any other
/// paper (`verification.md` §5, "QR of A on the paper of B"). So before anything is said about a report, the verifier
/// types the last four characters of the code printed on the paper. A code that is not authentic is refused at once.
enum CodeOutcome: Sendable {
  case challenge(Challenge)
  case answer(VerificationAnswer)
  /// The ending belongs to a different report than the code. Nothing about the code's report is disclosed.
  case otherPaper
}

struct Challenge: Sendable, Equatable {
  var token: Token
  var host: String?
  /// The name of the code whose last four characters are asked for.
  var label: String
  /// Where the code was read: of a picture and of a copy of paper, nothing else counts.
  var source = Verification.Source.digits
}

/// The source that a client names when it answers a challenge; what it does not name was digits.
func codeSource(_ name: String?) -> Verification.Source {
  [.image, .copy].first { $0.name == name } ?? .digits
}

extension VerificationSite {
  /// - Parameters:
  ///   - text: a link or digits.
  ///   - ending: as typed; nil if it has not been asked for yet.
  ///   - source: of the earlier challenge that is answered by this, or of digits.
  func inquire(
    _ text: String, ending: String?, from source: Verification.Source, _ inquiry: Inquiry, _ client: IPAddress
  ) async throws -> CodeOutcome {
    let link: VerificationLink
    do throws(TokenRefusal) { link = try VerificationLink(reading: text) } catch {
      count(answer: error.reason.rawValue, inquiry.channel)
      return .answer(VerificationAnswer(verification: Verification(refusing: error)))
    }
    guard let ending else {
      let looked = try await ask { try await $0.examine(token: link.token) }
      guard let claims = looked.claims else { return .answer(try await verify(link, source, inquiry)) }
      return .challenge(
        Challenge(token: link.token, host: link.host, label: claims.kind.standard.codeLabel, source: source))
    }
    guard let typed = normalizedEnding(ending) else {
      throw ServiceError.badRequest("`ending` must be 4 letters or digits", "请输入末四位，共4个字母或数字。")
    }
    // The right ending is never refused: the code itself says it to anybody who decodes it, so there is nothing to guess.
    // The endings are compared before the token is authenticated: with a forged code, a wrong ending is reported as the
    // forgery.
    if let received = try? ReceivedToken(link.token), normalizedEnding(received.claims.ident.suffix(4)) != typed,
      try await ask({ try await $0.examine(token: link.token) }).claims != nil
    {
      count(answer: Answer.otherPaper.code, inquiry.channel)
      try limitWrong(limiters.wrongEndings, client)
      return .otherPaper
    }
    return .answer(try await verify(link, source, inquiry))
  }

  /// Like `inquire` without an ending, for a code that was read from a file.
  func outcome(of looked: Verification, _ inquiry: Inquiry) -> CodeOutcome {
    guard let token = looked.token, let claims = looked.claims else {
      count(answer: looked.answer.code, inquiry.channel)
      return .answer(VerificationAnswer(verification: looked))
    }
    return .challenge(
      Challenge(token: token, host: looked.host, label: claims.kind.standard.codeLabel, source: looked.source))
  }

  private func verify(
    _ link: VerificationLink, _ source: Verification.Source, _ inquiry: Inquiry
  ) async throws -> VerificationAnswer {
    var answer = try await ask { try await $0.verify(token: link.token, from: source, for: inquiry) }
    if let host = link.host { answer.verification.host = host }
    count(answer, inquiry.channel)
    return answer
  }
}

/// The code of the agency that asks, as the journal stores it: an organisation's, never a person's name. Nil if none
/// was given.
func agencyCode(_ text: String?) throws(ServiceError) -> String? {
  guard let code = text?.trimmed(), !code.isEmpty else { return nil }
  let isCode = code.utf8.allSatisfy {
    switch $0 {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
  guard isCode, code.utf8.count <= 64 else {
    throw .badRequest(
      "`agency` is a code of at most 64 letters, digits, `.`, `_` and `-`", "核验单位请填写统一社会信用代码，或者分配给单位的代码，不要填写名称。")
  }
  return code
}
