/// By what a report is to be believed, as bytes: what they say, those know who make and check them.
public struct Evidence: Sendable, Equatable {
  /// The report's token: it speaks of the canonical data and of the number of pages.
  public var token: [UInt8]
  /// What the code on the pages holds: the token, under the address where it is checked.
  public var link: String
  /// That the token stands in the log, as text of C2SP tlog-proof; nil: the report is in no log.
  public var proof: String?

  public init(token: [UInt8], link: String, proof: String?) {
    (self.token, self.link, self.proof) = (token, link, proof)
  }

  /// Of the attachment that holds the canonical data.
  public static let dataName = "report.json"
  static let tokenName = "token.cbor"
  static let proofName = "log-proof.txt"

  /// The files that a report carries (verification.md §4).
  func attachments(with canonicalData: [UInt8]) -> [FileAttachment] {
    var attachments = [
      FileAttachment(
        name: Self.dataName, mediaType: "application/json", description: "报告数据（规范化 JSON）", role: .data,
        bytes: canonicalData),
      FileAttachment(
        name: Self.tokenName, mediaType: "application/cose", description: "核验凭据（CRT1）", role: .supplement,
        bytes: token),
    ]
    if let proof {
      attachments.append(
        FileAttachment(
          name: Self.proofName, mediaType: "text/plain", description: "签发日志证明（C2SP tlog-proof）",
          role: .supplement, bytes: Array(proof.utf8)))
    }
    return attachments
  }
}
