public import Attestation
import CivilTime
import ReportKinds

/// What a report concludes, and for which scope: the second answer of a verification. The first, whether the report is
/// genuine, says nothing about it: a genuine report may be full of records.
public struct Conclusion: Sendable, Equatable {
  public enum Outcome: String, Sendable, CaseIterable, Codable {
    /// Nothing was found in any domain that was asked about.
    case clean
    /// Something was found in at least one domain, whatever the others say.
    case records
    /// Nothing was found, and at least one domain has no answer.
    case inconclusive
    /// A report of this kind draws no conclusion.
    case none
  }

  public let outcome: Outcome
  /// Days since 1970-01-01, both inclusive.
  public let days: ClosedRange<Int>
  /// Names of the domains with records, of those without an answer, and of those in which nothing was found. Each of the
  /// domains asked about is in exactly one.
  public let withRecords: [String], withoutAnswer: [String], clean: [String]
  /// Names of all domains asked about, in the order of the list.
  public let names: [String]
  /// How many domains the list has; nil: the list is unknown here.
  public let listed: Int?
  /// Of all members of a group.
  public let isOfGroup: Bool
  /// 65535 means that many or more.
  public let recordCount: Int
  /// Whether the report still counts, as far as was found.
  public private(set) var isInForce = true

  public var asked: Int { withRecords.count + withoutAnswer.count + clean.count }

  /// Whether all of the list was asked about, for a year or more: only then may somebody who looks no further take it for
  /// a certificate.
  public var isWhole: Bool { asked == listed && days.count >= 365 }

  /// - Parameter names: of the domains.
  public init(_ claims: ReportClaims, _ names: TokenNames) {
    let list = claims.catalogueVersion
    func texts(_ bits: Set<Int>) -> [String] { bits.sorted().map { names.name(of: $0, list: list) } }
    let asked = Set(DomainAnswers.bits(of: claims.domains.asked))
    let hits = Set(DomainAnswers.bits(of: claims.domains.hits))
    let noData = Set(DomainAnswers.bits(of: claims.domains.noData)).subtracting(hits)
    (withRecords, withoutAnswer, clean) = (
      texts(hits), texts(noData), texts(asked.subtracting(hits).subtracting(noData))
    )
    self.names = texts(asked)
    outcome =
      if !claims.kind.concludes || asked.isEmpty {
        .none
      } else if !hits.isEmpty {
        .records
      } else {
        noData.isEmpty ? .clean : .inconclusive
      }
    listed = names.count(of: list)
    (days, isOfGroup, recordCount) = (claims.days, claims.kind.making == .summary, Int(claims.recordCount))
  }

  /// The conclusion in a few words, without its scope: `2个领域有记录（税务、消防安全），1个不能作出结论`.
  public var text: String {
    switch outcome {
    case .none: return "本类报告列示记录，不作有无违法违规的结论"
    case .clean: return "\(isOfGroup ? "全部主体" : "")所查\(asked)个领域均未发现违法违规记录"
    case .records, .inconclusive:
      let found = Self.text(withRecords, isOfGroup ? "个领域有主体存在记录" : "个领域有记录")
      let open = Self.text(withoutAnswer, "个领域不能作出结论")
      let rest = clean.isEmpty ? nil : "其余\(clean.count)个领域未发现"
      return [found, open, rest].compactMap { $0 }.joined(separator: "；")
    }
  }

  /// What it speaks of: `2023-11-20至2026-11-19，目录共10个领域，其余6个未查`. All of
  /// the list is not all there is.
  public var scope: String {
    let period = "\(CalendarDate(daysSince1970: days.lowerBound))至\(CalendarDate(daysSince1970: days.upperBound))"
    guard outcome != .none else {
      return "\(period)，记录\(recordCount == Int(UInt16.max) ? "65535条以上" : "\(recordCount)条")"
    }
    guard let listed else { return "\(period)，所查\(asked)个领域（目录未知）" }
    guard asked < listed else { return "\(period)，目录全部\(asked)个领域，目录以外的未查" }
    return "\(period)，目录共\(listed)个领域，其余\(listed - asked)个未查"
  }

  /// The first names stand for all, if there are many: the answer must fit on the first screen of a phone.
  private static func text(_ names: [String], _ words: String) -> String? {
    guard !names.isEmpty else { return nil }
    let most = 5
    let told = names.count > most ? names.prefix(most - 1).joined(separator: "、") + "等" : names.joined(separator: "、")
    return "\(names.count)\(words)（\(told)）"
  }
}

extension Conclusion {
  /// Answers that leave a report its conclusion, and whether the report still counts.
  private static let conclusive = [
    "VALID": true, "VALID_STATUS_STALE": true, "VALID_PAGES_NOT_COMPARED": true, "COPY_NOT_COMPARED": true,
    "FILE_NOT_COMPARED": true, "EXPIRED": false, "SUPERSEDED": false,
    "SUSPENDED": false, "DATA_CHANGED": false,
  ]

  /// Nil unless the report is the issuer's and says what it said: a revoked report, or one that nobody registered, concludes
  /// nothing.
  /// - Parameter answer: the code of the answer about the report.
  public init?(_ claims: ReportClaims, answer: String, _ names: TokenNames) {
    guard let isInForce = Self.conclusive[answer] else { return nil }
    self.init(claims, names)
    self.isInForce = isInForce
  }

  /// Of a report that no longer counts, what it concluded when it was issued.
  public var label: String { isInForce ? "报告结论" : "出具时的结论" }
}

extension Verification {
  /// What the report concludes; nil: nothing that may be told.
  /// - Parameter names: of the domains; without them, numbers are shown.
  public func conclusion(_ names: TokenNames = TokenNames()) -> Conclusion? {
    claims.flatMap { Conclusion($0, answer: answer.code, names) }
  }
}
