import CivilTime
import Records

/// 简易程序: whether a record says that its decision was made this way, and whether that is possible (行政处罚法, 2021, article
/// 51; from 1996 article 33). If the recorded penalty goes further, the record contradicts itself.
struct SimplifiedDecision {
  enum Finding {
    /// Another procedure, or one that the rules do not know.
    case no
    case yes
    /// The record says so, but it is impossible.
    case impossible
  }

  /// Latest first.
  private let laws: [SimplifiedProcedure]
  /// Whether the law treats the subject as a citizen: unverified for 个体工商户, whose limit here is the lower one.
  private let isCitizen: Bool

  init(_ laws: [SimplifiedProcedure], for subject: Subject) {
    self.laws = laws.sorted { $0.from > $1.from }
    isCitizen = subject.kind == CatalogueKeys.individualBusiness
  }

  /// - Parameter day: of the decision; nil: not known, so every law that may have been in force must allow it.
  func finding(_ record: Record, _ category: Category, on day: CalendarDate?) -> Finding {
    let procedure = category.field(CatalogueKeys.procedure)?.choice(of: record.fields[CatalogueKeys.procedure])
    guard procedure == CatalogueKeys.simplified else { return .no }
    guard let day else { return answer(laws.allSatisfy { allows($0, record) } && !laws.isEmpty) }
    return answer(laws.first { $0.from <= day }.map { allows($0, record) } ?? false)
  }

  private func answer(_ isAllowed: Bool) -> Finding { isAllowed ? .yes : .impossible }

  private func allows(_ law: SimplifiedProcedure, _ record: Record) -> Bool {
    let fields = record.fields
    if let kinds = fields[CatalogueKeys.penaltyKind]?.text {
      let known = Set(law.kinds.map(foldedName))
      guard penaltyKinds(kinds).allSatisfy(known.contains) else { return false }
    }
    guard fields[CatalogueKeys.revokedCertificates] == nil, isNothing(fields[CatalogueKeys.confiscation]) else {
      return false
    }
    let isCitizen =
      isCitizen
      || ["自然人", "个体", "公民", "个人"].contains { kind in
        fields[CatalogueKeys.counterpartKind]?.text.contains(kind) ?? false
      }
    let most = isCitizen ? law.mostForCitizens : law.mostForOrganisations
    if let fine = fields[CatalogueKeys.fine] {
      guard case .money(let amount) = fine, amount >= Money(millionths: 0), amount <= most else { return false }
    }
    guard let content = fields[CatalogueKeys.penaltyContent]?.text else { return true }
    return Self.isUnderstood(content, law) && ProseAmounts.read(content).allSatisfy { $0 <= most }
  }

  /// Whether a text says no more than 警告, a fine of one amount, or both: it consists of the law's words, signs, and a
  /// number that is read as an amount. Anything that is not understood may mean more.
  private static func isUnderstood(_ content: String, _ law: SimplifiedProcedure) -> Bool {
    let words = law.words.map { Array(foldedName($0).unicodeScalars) }.sorted { $0.count > $1.count }
    let text = Array(foldedName(content).unicodeScalars)
    var index = 0
    var (numbers, isWithinNumber) = (0, false)
    while index < text.count {
      if digits.contains(text[index]) || isWithinNumber && ".,".unicodeScalars.contains(text[index]) {
        if !isWithinNumber { numbers += 1 }
        (isWithinNumber, index) = (true, index + 1)
        continue
      }
      isWithinNumber = false
      if let word = words.first(where: { text[index...].starts(with: $0) }) {
        index += word.count
      } else if signs.contains(text[index]) {
        index += 1
      } else {
        return false
      }
    }
    return numbers <= 1 && ProseAmounts.read(content).count == numbers
  }

  private static let digits = Set("0123456789零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿".unicodeScalars)
  private static let signs = Set("()、，,。.；;：:￥¥\"“”\n".unicodeScalars)

  /// Absent, or zero. An amount that cannot be read is not zero.
  private func isNothing(_ value: Value?) -> Bool {
    switch value {
    case nil: true
    case .money(let amount)?: amount == Money(millionths: 0)
    default: false
    }
  }
}
