/// What a subject is to the issuer of securities (发行人) in whose group it is.
public enum GroupRole: String, Codable, Sendable, CaseIterable {
  case issuer, branch, subsidiary
  case controllingShareholder = "controlling-shareholder"

  public var label: String {
    switch self {
    case .issuer: "发行人"
    case .branch: "分支机构"
    case .subsidiary: "子公司"
    case .controllingShareholder: "控股股东"
    }
  }

  /// By key or label.
  init(name: String) throws(BatchOrderError) {
    guard let role = Self.allCases.first(where: { $0.rawValue == name || $0.label == name }) else {
      let known = Self.allCases.map { "\($0.label) (\($0.rawValue))" }.joined(separator: ", ")
      throw BatchOrderError("role", "`\(name)` is none of \(known)")
    }
    self = role
  }
}
