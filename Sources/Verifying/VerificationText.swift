public import Attestation
import CivilTime
import ReportKinds
import Signatures

extension Verification {
  /// Always shown with the claims.
  static let comparisonRequest = "请将上述内容与纸质报告逐项比对，有任何一项不一致的，请勿采信。"

  /// The answer for people, line by line, in Chinese. "Valid" never appears without what it applies to, and the request
  /// to compare it with the paper (`verification.md` §4).
  /// - Parameter names: of the domains; without them, numbers are shown.
  public func lines(_ names: DomainNames = DomainNames()) -> [String] {
    var lines = ["核验结果：\(headline)（\(answer.code)）", answer.explanation]
    if let place { lines.append("位置：\(place)") }
    if let statusReason { lines.append("原因：\(statusReason)") }
    if development { lines.append("警告：\(Note.developmentKey.text)") }
    if notes.contains(.pictureCodeOnly) { lines.append("注意：\(Note.pictureCodeOnly.text)") }
    if let claims {
      lines += claims.rows(names).map { "  \($0.label)：\($0.value)" }
      lines.append(Self.comparisonRequest)
    }
    if let statusTime { lines.append("撤销信息截至：\(BeijingTime(secondsSince1970: statusTime).chineseText)") }
    if let signer { lines.append("电子签名：\(signer.signerName)\(signer.isForTryingOut ? "（试用证书）" : "")") }
    if let host { lines.append("二维码网址：\(host)") }
    let rest = notes.filter { $0 != .developmentKey && $0 != .pictureCodeOnly }
    if !rest.isEmpty {
      lines.append("本次核验未涉及：")
      lines += rest.map { "  - \($0.text)" }
    }
    return lines
  }

  private var headline: String {
    switch answer {
    case .validPagesNotCompared(_, let isSealPinned): isSealPinned ? "通过，版面未比对" : "未能确认，版面未比对"
    default: isValid ? "通过" : "未通过"
    }
  }
}

extension ReportClaims {
  /// What to compare with the paper: label and value, in the order of the cover.
  public func rows(_ names: DomainNames = DomainNames()) -> [(label: String, value: String)] {
    // The answers of a summary cover a whole group.
    let isGroup = kind.making == .summary
    var rows = [
      ("报告编号", number), ("报告类型", kind.title), (kind.facts.subjectLabel, subject),
      (kind.standard.codeLabel, ident),
      ("页数", pages == .max ? "255页以上" : "\(pages)页"), ("记录数", recordCount == .max ? "65535条以上" : "\(recordCount)条"),
      ("数据期间", "\(day(days.lowerBound))至\(day(days.upperBound))"),
    ]
    if isGroup { rows.append(("各主体的报告", "以其各自的核验结果为准")) }
    if domains != .none {
      func list(_ mask: [UInt8]) -> String { names.text(of: mask, list: catalogueVersion) }
      rows += [
        ("查询领域", list(domains.asked)), (isGroup ? "任一主体有记录的领域" : "有记录的领域", list(domains.hits)),
        (
          isGroup ? "任一主体不能作出结论的领域（未归集或者存疑）" : "不能作出结论的领域（未归集或者存疑）",
          list(domains.noData)
        ), (isGroup ? "所有主体均未发现记录的领域" : "未发现记录的领域", list(domains.clean)),
        ("领域目录", names.label(of: catalogueVersion)),
      ]
    }
    return rows + [
      ("生成时间", BeijingTime(secondsSince1970: issuedAt).chineseText),
      ("有效期至", BeijingTime(secondsSince1970: expiresAt).chineseText),
    ]
  }
}

/// - Parameter number: days since 1970.
private func day(_ number: Int) -> String { CalendarDate(daysSince1970: number).chineseText }
