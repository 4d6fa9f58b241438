/// The files that every report carries for who checks it (`verification.md` §4), by the names under which they are attached.
public enum ReportAttachment: String, Sendable, CaseIterable {
  /// The canonical data.
  case data = "report.json"
  case token = "token.cbor"
  /// That the token stands in the log; of reports that are in one.
  case proof = "log-proof.txt"

  public var name: String { rawValue }

  public var mediaType: String {
    switch self {
    case .data: "application/json"
    case .token: "application/cose"
    case .proof: "text/plain"
    }
  }

  /// For who looks into the file.
  public var description: String {
    switch self {
    case .data: "报告数据（规范化 JSON）"
    case .token: "核验凭据（CRT1）"
    case .proof: "签发日志证明（C2SP tlog-proof）"
    }
  }
}
