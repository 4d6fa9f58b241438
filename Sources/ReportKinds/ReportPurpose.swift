/// Why a no-violation report is wanted.
public enum ReportPurpose: String, Sendable, Hashable, CaseIterable, Codable {
  case listing, financing, bidding, subsidy, procurement, other

  /// The number in tokens (docs/token.md), from 1; never given to another purpose.
  public var number: UInt16 {
    switch self {
    case .listing: 1
    case .financing: 2
    case .bidding: 3
    case .subsidy: 4
    case .procurement: 5
    case .other: 6
    }
  }

  public init?(number: UInt16) {
    guard let purpose = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = purpose
  }

  public var label: String {
    switch self {
    case .listing: "上市"
    case .financing: "融资信贷"
    case .bidding: "招标投标"
    case .subsidy: "资金申请与项目支持"
    case .procurement: "政府采购"
    case .other: "其他"
    }
  }
}
