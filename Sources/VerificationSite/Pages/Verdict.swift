import Verifying
import Web

/// How an answer looks at first sight: a colour, a sign and a few words. The sentence below is the answer's own.
struct Verdict: Equatable {
  var tone: Tone
  var headline: String

  var sign: String {
    switch tone {
    case .good: "✓"
    case .caution: "!"
    case .bad: "✕"
    }
  }

  /// For a report signed with a development key, "passed" would be believed before the warning is read.
  init(_ verification: Verification) {
    self.init(code: verification.answer.code)
    if verification.development, tone == .good { (tone, headline) = (.caution, "测试报告，无证明效力") }
  }

  init(tone: Tone, headline: String) { (self.tone, self.headline) = (tone, headline) }

  /// By code, so that a new reason is a plain "not passed" until it gets its own words.
  init(code: String) {
    (tone, headline) =
      switch code {
      case "VALID": (.good, "核验通过")
      case "VALID_STATUS_STALE": (.caution, "签名有效，状态信息已过时")
      case "VALID_PAGES_NOT_COMPARED": (.caution, "版面未比对")
      case "EXPIRED": (.caution, "报告已过有效期")
      case "NOT_REGISTERED": (.bad, "出具单位没有登记过该报告")
      case "REVOKED": (.bad, "报告已被撤销")
      case "SUPERSEDED": (.caution, "报告已被新报告取代")
      case "SUSPENDED": (.caution, "报告正在异议处理中")
      case "NOT_YET_VALID", "CLOCK_BEHIND_BUNDLE": (.caution, "暂不能核验")
      case "IMAGE_NO_CODE", "IMAGE_UNREADABLE", "IMAGE_READING_STOPPED", "IMAGE_TOO_LARGE", "IMAGE_AMBIGUOUS",
        "FILE_UNKNOWN_FORMAT":
        (.caution, "无法读取，未作出核验结论")
      case Answer.otherPaper.code: (.bad, "与纸质报告不符")
      case Answer.unknownNumber.code: (.caution, "未查询到该报告")
      default: (.bad, "核验未通过")
      }
  }
}
