public import Attestation
import CivilTime
import ReportKinds
import Signatures

extension Verification {
  /// Shown with the claims wherever they are to be compared.
  var comparisonRequest: String { "请将上述内容与\(comparedPages)逐项比对，有任何一项不一致的，请勿采信。" }

  /// What a person has, to compare it with what was signed.
  public var comparedPages: String {
    switch source {
    case .copy: "复制件的页面"
    case .number where digestComparison != nil: "所选文件的页面"
    default: "纸质报告"
    }
  }

  /// The answer for people, line by line, in Chinese: whether the report is genuine, what it concludes and for which
  /// scope, and what it says. "Genuine" never appears without what it applies to (`verification.md` §4).
  /// - Parameter names: of the domains; without them, numbers are shown.
  public func lines(_ names: TokenNames = TokenNames()) -> [String] {
    let verdict = Verdict(self, names)
    var lines = ["核验结果：\(verdict.headline)（\(answer.code)）"]
    if let conclusion = conclusion(names) {
      lines += ["\(conclusion.label)：\(conclusion.text)", "结论范围：\(conclusion.scope)"]
    }
    lines.append(explanation)
    if let place { lines.append("位置：\(place)") }
    if let statusReason { lines.append("原因：\(statusReason)") }
    if development { lines.append("警告：\(Note.developmentKey.text)") }
    if let codeOnlyNote { lines.append("注意：\(codeOnlyNote.text)") }
    lines += rows(names).map { "  \($0.label)：\($0.value)" }
    if asksToCompare { lines.append(comparisonRequest) }
    if let statusTime { lines.append("撤销信息截至：\(BeijingTime(secondsSince1970: statusTime).chineseText)") }
    if let signer { lines.append("电子签名：\(signer.signerName)\(signer.isForTryingOut ? "（试用证书）" : "")") }
    if let host { lines.append("二维码网址：\(host)") }
    let rest = notes.filter { $0 != .developmentKey && $0 != codeOnlyNote }
    if !rest.isEmpty {
      lines.append("本次核验未涉及：")
      lines += rest.map { "  - \($0.text)" }
    }
    return lines
  }

  /// One or two sentences for the person at the counter: what was found, since when, and what to do.
  public var explanation: String {
    let since = since.map { BeijingTime(secondsSince1970: $0) }
    switch answer {
    case .valid:
      let issued =
        if digestComparison == .same {
          "所选文件与出具单位登记的文件完全一致，未经改动"
        } else {
          evidence.file == nil ? "由出具单位签发" : "文件由出具单位签发，未经改动"
        }
      let status = evidence.report?.status.isKnownValid == true ? "，未被撤销或者取代" : ""
      return "\(issued)\(status)，在有效期内。"
    case .status(.revoked):
      guard let since else { break }
      return "报告已于\(since.chineseText)被出具单位撤销。请勿采信。"
    case .status(.superseded):
      guard let since else { break }
      return "\(origin)已被同一主体\(since.date.chineseText)出具的新报告取代。请要求提供新报告。"
    case .status(.suspended):
      guard let since else { break }
      return "\(origin)自\(since.chineseText)起处于异议处理中，暂停使用。请待处理完毕后再核验，或者向出具单位查询。"
    case .token(.expired):
      guard let since else { break }
      return "\(origin)有效期至\(since.chineseText)，已过有效期。请要求提供新的报告。"
    case .dataChanged:
      guard let since else { break }
      return "报告真实，在有效期内；但自\(since.date.chineseText)起，该主体在所查范围内的数据与出具时不同，报告的结论可能不再适用。请要求提供新的报告。"
    default: break
    }
    return answer.explanation
  }

  /// Who issued a report that no longer counts, to stand before what became of it. It says no more than was looked at: a
  /// code may stand on any paper.
  private var origin: String {
    if digestComparison == .same { return "所选文件与出具单位登记的文件完全一致；但报告" }
    return switch (source, evidence.file) {
    case (_, .some(let file)): file.pages.isCompared ? "文件由出具单位签发，未经改动；但报告" : "签发数据真实；但报告"
    case (.number, nil): "该编号的报告由出具单位签发；但"
    case (_, nil): "二维码由出具单位签发；但报告"
    }
  }

  /// Since when the report no longer counts, or its data are otherwise, seconds since 1970; nil: it counts, or nobody knows.
  public var since: Int64? {
    switch answer {
    case .status: evidence.report?.status.since
    case .token(.expired): claims?.expiresAt
    // Midnight in Beijing.
    case .dataChanged(let day): BeijingTime(CalendarDate(daysSince1970: day)).secondsSince1970
    default: nil
    }
  }

  /// Whether the report still counts, as far as was found.
  private var isInForce: Bool {
    switch answer {
    case .status(let status): status == .valid
    case .token, .notRegistered: false
    default: true
    }
  }

  /// What of the report is shown: all, or which one it is if it no longer counts. There is nothing to compare then.
  /// - Parameter names: of the domains; without them, numbers are shown.
  public func rows(_ names: TokenNames = TokenNames()) -> [(label: String, value: String)] {
    guard let claims else { return [] }
    return isInForce ? claims.rows(names) : claims.identityRows
  }

  /// Whether a person must compare what is shown with the pages. A file whose bytes were compared needs no eyes.
  public var asksToCompare: Bool {
    guard claims != nil, isInForce, digestComparison != .same else { return false }
    return evidence.file?.pages.isCompared != true
  }
}

extension ReportClaims {
  /// What to compare with the paper: label and value, in the order of the cover.
  public func rows(_ names: TokenNames = TokenNames()) -> [(label: String, value: String)] {
    // The answers of a summary cover a whole group.
    let isGroup = kind.making == .summary
    var rows = identityRows
    rows += [
      ("页数", pages == .max ? "255页以上" : "\(pages)页"), ("记录数", recordCount == .max ? "65535条以上" : "\(recordCount)条"),
      ("数据期间", "\(day(days.lowerBound))至\(day(days.upperBound))"),
    ]
    if isGroup { rows.append(("各主体的报告", "以其各自的核验结果为准")) }
    if domains != .none {
      let conclusion = Conclusion(self, names)
      func list(_ names: [String]) -> String {
        names.isEmpty ? "无" : "\(names.count)个（\(names.joined(separator: "、"))）"
      }
      rows += [
        ("查询领域", names.text(of: domains.asked, list: catalogueVersion)),
        (isGroup ? "任一主体有记录的领域" : "有记录的领域", list(conclusion.withRecords)),
        (
          isGroup ? "任一主体不能作出结论的领域（未归集或者存疑）" : "不能作出结论的领域（未归集或者存疑）", list(conclusion.withoutAnswer)
        ), (isGroup ? "所有主体均未发现记录的领域" : "未发现记录的领域", list(conclusion.clean)),
        ("领域目录", names.label(of: catalogueVersion)),
      ]
    }
    if let terms { rows += terms.rows(names) }
    return rows + [
      ("生成时间", BeijingTime(secondsSince1970: issuedAt).chineseText),
      ("有效期至", BeijingTime(secondsSince1970: expiresAt).chineseText),
    ]
  }
}

extension ReportTerms {
  /// What the report is for, as the applicant says; nil: nothing was given.
  public var purposeText: String? {
    purpose > 0 ? ReportPurpose(number: purpose)?.label ?? "编号\(purpose)" : nil
  }

  fileprivate func rows(_ names: TokenNames) -> [(label: String, value: String)] {
    var rows: [(label: String, value: String)] = []
    if profile > 0 { rows.append(("认定口径", names.label(ofProfile: profile))) }
    if let purposeText { rows.append(("报告用途（申请人填写）", purposeText)) }
    if let recipient {
      // What nobody checked must not pass for the issuer's word.
      let label = recipient.isChecked ? "报告接收方" : "报告接收方（申请人填写）"
      rows.append((label, recipient.text))
    }
    let text =
      switch basis {
      case .declared: "由出具单位声明"
      case .deliveries: "由来源单位的交付记录计算"
      }
    rows.append(("归集情况", text))
    return rows
  }
}

extension ReportTerms.Recipient {
  /// The name, and that there is more of it on the report.
  public var text: String { isCut ? "\(name)……（以报告为准）" : name }
}

extension ReportClaims {
  /// Which report it is.
  var identityRows: [(label: String, value: String)] {
    [
      ("报告编号", number), ("报告类型", kind.title), (kind.facts.subjectLabel, subject), (kind.standard.codeLabel, ident),
    ]
  }
}

/// - Parameter number: days since 1970.
private func day(_ number: Int) -> String { CalendarDate(daysSince1970: number).chineseText }
