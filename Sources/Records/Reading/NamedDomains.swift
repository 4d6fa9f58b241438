import ErrorCauses
import WidthFolding

/// The domains that a text names: one, or several separated by a mark or a word for "and" (税务、市场监管).
package struct NamedDomains {
  /// Indices of the vocabulary's entries, in the text's order, each once.
  package private(set) var indices: [Int] = []
  /// The first part that is not a domain's name; the text as a whole then names none.
  package private(set) var unknown: String?

  package init(_ text: String, in vocabulary: Vocabulary) {
    // The whole text comes first: 工业和信息化 is one domain.
    for part in vocabulary.index(of: text) == nil ? Self.parts(of: text) : [text] {
      if let found = Self.indices(part, vocabulary) {
        for index in found where !indices.contains(index) { indices.append(index) }
      } else if unknown == nil {
        unknown = part
      }
    }
    if indices.isEmpty, unknown == nil { unknown = text }
  }

  private static let marks: Set<Unicode.Scalar> = ["、", ",", ";", "/", "|", "+", "&", "·", "。", "・"]

  private static func parts(of text: String) -> [String] {
    let parts = text.unicodeScalars.split { isBlank($0) || marks.contains(halfWidth($0)) }
    return parts.map { String(String.UnicodeScalarView($0)) }
  }

  /// 税务和市场监管, 粮食和储备和税务: the word for "and" may be part of a name.
  private static func indices(_ part: String, _ vocabulary: Vocabulary) -> [Int]? {
    if let index = vocabulary.index(of: part) { return [index] }
    for position in part.indices where part[position] == "和" || part[position] == "与" || part[position] == "及" {
      guard let first = vocabulary.index(of: String(part[..<position])),
        let others = indices(String(part[part.index(after: position)...]), vocabulary)
      else { continue }
      return [first] + others
    }
    return nil
  }
}

extension FileInterpreter {
  /// The domains that a record's 领域 names; none for a null, or for an unknown name if unknown names are kept.
  mutating func namedDomains(_ node: Int) throws(ReadingError) -> [String] {
    guard let text = try text(at: node) else { return [] }
    let named = NamedDomains(text, in: names.domains)
    guard let unknown = named.unknown else { return named.indices.map { names.domainKeys[$0] } }
    let problem = Wording("there is no domain \(quoted(unknown))", "没有“\(quoted(unknown))”这个领域")
    let hint =
      names.domainHints.nearest(to: unknown).map(didYouMean)
      ?? Wording("the domains are listed in the catalogue", "全部领域见信用信息目录")
    guard reader.options.keepUnknown else { throw error(at: node, problem, hint) }
    try warn(at: node, problem, hint)
    return []
  }
}
