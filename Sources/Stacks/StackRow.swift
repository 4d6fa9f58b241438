public import Attestation
import CivilTime
public import JSON
public import Verifying

/// A row of the table of a stack: what was given, and the two answers about it, in words.
public struct StackRow: Sendable, Equatable {
  /// The file's name as given, or what stands for a row of a list.
  public let given: String
  public internal(set) var tone: Verdict.Tone
  /// Whether the report is genuine.
  public internal(set) var authenticity: String
  /// Stable code: that of the answer, or of why there is none.
  public internal(set) var code: String
  /// Whether the answer is a yes.
  public internal(set) var isYes: Bool
  /// Whether anything could be examined at all.
  public let isExamined: Bool
  /// Nil: nothing that may be told.
  public let report: Report?
  /// What a reader must know besides.
  public internal(set) var remarks: [String]
  /// Number of the receipt, if the verification was recorded.
  public let receipt: String?
  /// For machines: the same as for a single report.
  public internal(set) var document: JSONValue
  /// Whether that is an answer; else it is an error.
  var isAnswered: Bool { isExamined && code != Self.contradiction }
  /// The same for two rows about the same report.
  let identity: String?

  /// What of a report the table says.
  public struct Report: Sendable, Equatable {
    public let number: String, subject: String
    /// Nil: nothing that may be told.
    public let conclusion: Conclusion?
    /// Seconds since 1970.
    public let expiresAt: Int64
    public let recipient: String?, purpose: String?
  }

  /// - Parameters:
  ///   - names: of the domains.
  ///   - receipt: its number.
  ///   - document: what a single report's answer is for machines.
  public init(
    _ given: String, _ verification: Verification, _ names: TokenNames, receipt: String? = nil, document: JSONValue
  ) {
    var verdict = Verdict(verification, names)
    // The table asks nobody to compare: a copy must not stand with what was compared.
    if verification.answer == .copyNotCompared, verdict.tone == .limited { verdict.tone = .caution }
    var remarks = verification.answer == .valid ? [] : [verification.explanation]
    if let reason = verification.statusReason { remarks.append("原因：\(reason)") }
    if let place = verification.place { remarks.append("位置：\(place)") }
    remarks += verification.notes.map(\.text)
    self.init(
      given, tone: verdict.tone, authenticity: verdict.headline, code: verification.answer.code,
      isYes: verification.isValid, report: verification.claims.map { Report($0, verification.conclusion(names)) },
      remarks: remarks, receipt: receipt, document: document, identity: verification.token?.digits)
  }

  /// A genuine code whose report is not told before the ending of the code on the paper is typed.
  /// - Parameters:
  ///   - label: the name of the code on the paper.
  ///   - token: of the report.
  public init(_ given: String, asksForEndingOf label: String, token: Token, document: JSONValue) {
    self.init(
      given, tone: .caution, authenticity: "尚未核验，请补充末四位", code: "ENDING_NEEDED",
      remarks: ["图片和二维码须与纸质报告核对：请填写纸质报告上\(label)的末四位。"],
      document: document, identity: token.digits)
  }

  /// What could not be examined.
  /// - Parameters:
  ///   - code: stable, for machines.
  ///   - problem: one sentence, in Chinese.
  public init(_ given: String, unexamined code: String, _ problem: String, document: JSONValue) {
    self.init(
      given, tone: .caution, authenticity: "未能核验，未作出核验结论", code: code, isExamined: false, remarks: [problem],
      document: document)
  }

  private init(
    _ given: String, tone: Verdict.Tone, authenticity: String, code: String, isYes: Bool = false,
    isExamined: Bool = true, report: Report? = nil, remarks: [String], receipt: String? = nil, document: JSONValue,
    identity: String? = nil
  ) {
    (self.given, self.tone, self.authenticity, self.code) = (Self.capped(given), tone, authenticity, code)
    (self.isYes, self.isExamined, self.report, self.remarks) = (isYes, isExamined, report, remarks)
    (self.receipt, self.document, self.identity) = (receipt, document, identity)
  }
}

extension StackRow {
  /// A name as long as a table shows it: a stranger chooses names, and a page must not consist of one. The end is kept, which
  /// says the page of a file.
  public static func capped(_ name: String) -> String {
    let (most, end) = (255, 60)
    let scalars = name.unicodeScalars
    guard scalars.dropFirst(most).first != nil else { return name }
    var text = String.UnicodeScalarView(scalars.prefix(most - 1 - end))
    text.append("…")
    text.append(contentsOf: scalars.suffix(end))
    return String(text)
  }
}

extension StackRow.Report {
  /// - Parameter conclusion: nil unless the report is the issuer's and says what it said.
  init(_ claims: ReportClaims, _ conclusion: Conclusion?) {
    (number, subject, expiresAt) = (claims.number, claims.subject, claims.expiresAt)
    self.conclusion = conclusion
    // For whom a report was is not told once it does not count.
    let terms = conclusion?.isInForce == true ? claims.terms : nil
    let typed = "（申请人填写）"
    recipient = terms?.recipient.map { $0.isChecked ? $0.text : $0.text + typed }
    purpose = terms?.purposeText.map { $0 + typed }
  }

  public var expiryText: String { BeijingTime(secondsSince1970: expiresAt).chineseText }

  /// `所查10个领域均未发现违法违规记录`; of a report that no longer counts: `出具时：…`.
  public var conclusionText: String? {
    conclusion.map { ($0.isInForce ? "" : "出具时：") + $0.text }
  }

  /// The domains asked about, and what was found in each: `税务`, `未发现`. Empty for a report that concludes nothing.
  public var domains: [(name: String, finding: String)] {
    guard let conclusion, conclusion.outcome != .none else { return [] }
    let then = conclusion.isInForce ? "" : "出具时"
    let (records, open) = (Set(conclusion.withRecords), Set(conclusion.withoutAnswer))
    return conclusion.names.map { name in
      (name, then + (records.contains(name) ? "有记录" : open.contains(name) ? "不能作出结论" : "未发现"))
    }
  }
}
