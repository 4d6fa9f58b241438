import Attestation
import CivilTime
import Hexadecimal
import Hummingbird
import Signatures
import Verifying
import Web

extension VerificationSite {
  func html(_ template: Template, _ values: [String: Any] = [:]) -> Response {
    environment.page(template.rawValue, values)
  }

  /// - Parameter isAgain: the ending that was typed did not fit.
  func page(_ challenge: Challenge, problem: String? = nil, isAgain: Bool = false) -> AnswerPage {
    var values: [String: Any] = ["digits": challenge.token.digits, "label": challenge.label, "isAgain": isAgain]
    if let problem { values["problem"] = problem }
    values.merge(sourceValues(challenge)) { $1 }
    return AnswerPage(.challenge, values)
  }

  func page(_ answer: VerificationAnswer) -> AnswerPage {
    let verification = answer.verification
    let names = options.tokenNames
    var values = page(
      Verdict(verification, names), code: verification.answer.code, explanation: verification.explanation)
    if let conclusion = verification.conclusion(names) { values["conclusion"] = shown(conclusion) }
    if verification.development { values["development"] = Verification.Note.developmentKey.text }
    let rows = verification.rows(names).map { ["label": $0.label, "value": $0.value] }
    if !rows.isEmpty {
      values[verification.asksToCompare ? "comparison" : "facts"] = ["rows": rows, "pages": verification.comparedPages]
    }
    if let reason = verification.statusReason { values["statusReason"] = reason }
    if let place = verification.place { values["place"] = place }
    if let signer = verification.signer { values["signer"] = signer.signerName }
    if let host = verification.host { values["linkHost"] = host }
    if let note = verification.codeOnlyNote { values["pictureNote"] = note.text }
    let notes = verification.notes.filter { $0 != .developmentKey && $0 != verification.codeOnlyNote }
    values["notes"] = notes.map { ["text": $0.text] }
    values["hasNotes"] = !notes.isEmpty
    values["hasFacts"] = true
    values["time"] =
      BeijingTime(secondsSince1970: answer.receipt?.time ?? environment.clock.secondsSince1970()).chineseText
    if let receipt = answer.receipt { values["receipt"] = receipt.number }
    return AnswerPage(.result, values)
  }

  /// Of a picture and of a copy of paper, the code alone counts: the page says so, and the form sends it along.
  private func sourceValues(_ challenge: Challenge) -> [String: String] {
    switch challenge.source {
    case .image: ["source": challenge.source.name, "pictureNote": Verification.Note.pictureCodeOnly.text]
    case .copy: ["source": challenge.source.name, "pictureNote": Verification.Note.copyCodeOnly.text]
    default: [:]
    }
  }

  /// One report has the page of its own; several are listed, each with what is to be typed, or with its answer.
  func page(_ outcome: FileOutcome) -> AnswerPage {
    if outcome.isComplete, outcome.parts.count == 1, let part = outcome.parts.first { return page(part.outcome) }
    let reports = outcome.parts.enumerated().map { index, part -> [String: Any] in
      var values: [String: Any] = ["ordinal": "\(index + 1)"]
      if !part.pages.isEmpty { values["pages"] = part.pages.map(String.init).joined(separator: "、") }
      switch part.outcome {
      case .challenge(let challenge):
        values["challenge"] = ["digits": challenge.token.digits, "label": challenge.label, "ordinal": "\(index + 1)"]
          .merging(sourceValues(challenge)) { $1 }
      case .answer(let answer):
        let verdict = Verdict(answer.verification, options.tokenNames)
        values["answer"] = page(
          verdict, code: answer.verification.answer.code, explanation: answer.verification.explanation)
      case .otherPaper: break
      }
      return values
    }
    var values: [String: Any] = ["reports": reports, "count": "\(reports.count)"]
    if !outcome.isComplete { values["incomplete"] = FileFindings.incompleteNote }
    return AnswerPage(.several, values)
  }

  /// An answer without a report behind it: nothing in it depends on which report was asked for.
  /// - Parameter retypable: the code whose ending may be typed once more.
  func page(refusal answer: Answer, retypable challenge: Challenge? = nil) -> AnswerPage {
    var values = page(
      Verdict(code: answer.code, conclusion: nil), code: answer.code, explanation: answer.explanation)
    if let challenge {
      values["again"] = ["digits": challenge.token.digits].merging(sourceValues(challenge)) { $1 }
    }
    return AnswerPage(.result, values)
  }

  private func page(_ verdict: Verdict, code: String, explanation: String) -> [String: Any] {
    [
      "tone": verdict.tone.rawValue, "sign": sign(verdict.tone), "headline": verdict.headline,
      "explanation": explanation,
      "code": code,
    ]
  }

  private func shown(_ conclusion: Conclusion) -> [String: Any] {
    [
      // Of a report that no longer counts, it must not be read first.
      "isPast": !conclusion.isInForce,
      "label": conclusion.label, "text": conclusion.text, "scope": conclusion.scope,
      "outcome": conclusion.outcome.rawValue,
    ]
  }

  func sign(_ tone: Verdict.Tone) -> String {
    switch tone {
    case .good: "✓"
    case .limited: "i"
    case .caution: "!"
    case .bad: "✕"
    }
  }

  func page(_ receipt: VerificationReceipt) -> Response {
    let conclusion = receipt.conclusion(options.tokenNames)
    let verdict = Verdict(code: receipt.code, conclusion: conclusion)
    var values: [String: Any] = [
      "number": receipt.number, "time": BeijingTime(secondsSince1970: receipt.time).chineseText,
      "channel": channelText(receipt.channel),
      "tone": verdict.tone.rawValue, "headline": verdict.headline, "code": receipt.code,
      "leaf": hexadecimal(receipt.leaf),
    ]
    if let conclusion { values["conclusion"] = shown(conclusion) }
    return html(.receipt, values)
  }

  private func channelText(_ channel: String) -> String {
    switch Inquiry.Channel(rawValue: channel) {
    case .pageCode: "核验页面，扫描二维码"
    case .pageNumber: "核验页面，报告编号和核验码"
    case .pageFile: "核验页面，上传文件"
    case .apiCode: "接口，二维码"
    case .apiNumber: "接口，报告编号和核验码"
    case .apiFile: "接口，文件"
    case nil: channel
    }
  }
}
