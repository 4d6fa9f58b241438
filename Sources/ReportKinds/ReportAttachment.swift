/// The files that every report carries for its verifier (`verification.md` §4), by their attachment names.
public enum ReportAttachment: String, Sendable, CaseIterable {
  /// The canonical data.
  case data = "report.json"
  case token = "token.cbor"
  /// Proof that the token is in the log; only in reports that are in one.
  case proof = "log-proof.txt"

  public var name: String { rawValue }

  public var mediaType: String {
    switch self {
    case .data: "application/json"
    case .token: "application/cose"
    case .proof: "text/plain"
    }
  }

  /// For people who inspect the file.
  public var description: String {
    switch self {
    case .data: "报告数据（规范化 JSON）"
    case .token: "核验凭据（CRT1）"
    case .proof: "签发日志证明（C2SP tlog-proof）"
    }
  }
}
