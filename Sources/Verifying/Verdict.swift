/// How a verification looks at first sight: a colour, and the first of its two answers in a few words. The second is its
/// ``Conclusion``.
public struct Verdict: Sendable, Equatable {
  public enum Tone: String, Sendable, CaseIterable {
    /// Green: genuine and compared, nothing found, in all of the list, for a year or more. Nothing else is green.
    case good
    /// Blue: genuine, and to be read: it concludes nothing, or only for a smaller scope, or a person must compare it.
    case limited
    /// Amber: genuine with records or without an answer; no longer in force; or nothing could be said.
    case caution
    /// Red: forged, revoked, not registered.
    case bad
  }
  public var tone: Tone
  /// Whether the report is genuine.
  public var headline: String

  public init(tone: Tone, headline: String) { (self.tone, self.headline) = (tone, headline) }

  /// For a report signed with a development key, "genuine" would be believed before the warning is read.
  public init(_ verification: Verification, _ names: TokenNames) {
    self.init(code: verification.answer.code, conclusion: verification.conclusion(names))
    if case .validPagesNotCompared(_, isSealPinned: false) = verification.answer { headline = "未能确认，版面未比对" }
    // Whoever reads "genuine" looks no further, and a genuine code can stand on any paper.
    if verification.answer == .valid, verification.asksToCompare {
      headline = "签发数据真实，须与\(verification.comparedPages)逐项比对"
      if tone == .good { tone = .limited }
    }
    // Of a copy the pages are compared with nothing, whatever else is said of its report.
    if case .dataChanged = verification.answer, verification.source == .copy {
      headline = "二维码真实（文件是复制件），但出具后数据有变动"
    }
    guard verification.development else { return }
    switch verification.answer {
    case .validPagesNotCompared where verification.isValid: headline = "测试报告，版面未比对"
    case .copyNotCompared: (tone, headline) = (.caution, "测试报告的复制件，无证明效力")
    case .fileDiffers, .fileNotCompared: headline = "测试报告，\(headline)"
    default: if verification.isValid { (tone, headline) = (.caution, "测试报告，无证明效力") }
    }
  }

  /// By code, so that a new reason is a plain "not passed" until it gets its own words.
  /// - Parameter conclusion: nil: none is known.
  public init(code: String, conclusion: Conclusion?) {
    (tone, headline) =
      switch code {
      case "VALID": (Self.tone(conclusion), "报告真实有效")
      case "VALID_STATUS_STALE": (.caution, "报告真实，是否已被撤销尚需联网核验")
      case "VALID_PAGES_NOT_COMPARED": (.caution, "签发数据真实，版面未比对")
      case "COPY_NOT_COMPARED": (conclusion?.outcome == .clean ? .limited : .caution, "二维码真实；文件是复制件，请逐项比对")
      case "FILE_NOT_AS_ISSUED": (.caution, "所选文件与出具的文件不同")
      case "FILE_NOT_COMPARED": (.caution, "报告真实，所选文件未能比对")
      case "EXPIRED": (.caution, "报告已过有效期")
      case "REVOKED": (.bad, "报告已被撤销")
      case "SUPERSEDED": (.caution, "报告已被新报告取代")
      case "SUSPENDED": (.caution, "报告正在异议处理中")
      case "DATA_CHANGED": (.caution, "报告真实，但出具后数据有变动")
      case "NOT_REGISTERED": (.bad, "出具单位没有登记过该报告")
      case "NOT_YET_VALID", "CLOCK_BEHIND_BUNDLE", "STATUS_UNAVAILABLE": (.caution, "暂不能核验")
      case "IMAGE_NO_CODE", "IMAGE_UNREADABLE", "IMAGE_TOO_LARGE", "COPY_NO_CODE",
        "COPY_NOT_READ", "COPY_UNREADABLE", "FILE_UNKNOWN_FORMAT", "LINK_WITHOUT_CODE", "CODE_AMBIGUOUS":
        (.caution, "无法读取，未作出核验结论")
      // Of whatever format: not even that it is damaged is known.
      case _ where code.hasSuffix("_READING_STOPPED"): (.caution, "无法读取，未作出核验结论")
      case Answer.otherPaper.code: (.caution, "末四位不一致，未作出核验结论")
      case Answer.unknownNumber.code: (.caution, "未查询到该报告")
      default: (.bad, "核验未通过")
      }
  }

  private static func tone(_ conclusion: Conclusion?) -> Tone {
    switch conclusion?.outcome {
    case .clean: conclusion?.isWhole == true ? .good : .limited
    case .some(.none): .limited
    case .records, .inconclusive, nil: .caution
    }
  }
}
