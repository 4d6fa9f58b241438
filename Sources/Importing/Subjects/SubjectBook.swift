import CivilTime
import Records

/// Every subject of an import, with its names.
struct SubjectBook {
  struct Name {
    var text: String
    /// Day of the latest decision under this name.
    var date: CalendarDate?
    /// Where it is first used.
    var tableName: String
    var row: Int
    var rows: Int
  }
  struct Entry {
    var kind: String
    var code: String
    /// How the kind was decided.
    var basis: String
    /// Names that differ by more than spelling variants.
    var names: [Name]

    /// The name of the latest decision; if several are on one day, the name that came up last.
    var name: Name { names.reduce(names[0]) { isLater($1.date, $0.date) ? $1 : $0 } }
  }

  private(set) var entries: [Entry] = []
  private var indices: [String: Int] = [:]

  /// - Returns: the subject's index.
  mutating func note(_ identity: SubjectIdentity, decided date: CalendarDate?, tableName: String, row: Int) -> Int {
    // One organisation has one code. Documents other than identity cards may have the same number by chance, so persons
    // are the same only if the name matches too.
    let folded = foldedName(identity.name)
    let isNamed = identity.kind == "person" && CitizenID.fault(in: identity.code) != nil
    let key = identity.kind == "person" ? "\(identity.code)\u{1F}\(isNamed ? folded : "")" : identity.code
    let name = Name(text: identity.name, date: date, tableName: tableName, row: row, rows: 1)
    guard let index = indices[key] else {
      indices[key] = entries.count
      entries.append(Entry(kind: identity.kind, code: identity.code, basis: identity.basis, names: [name]))
      return entries.count - 1
    }
    let known = entries[index].names.firstIndex { $0.text == identity.name || foldedName($0.text) == folded }
    guard let known else {
      entries[index].names.append(name)
      return index
    }
    entries[index].names[known].rows += 1
    if isLater(date, entries[index].names[known].date) {
      entries[index].names[known].text = identity.name
      entries[index].names[known].date = date
    }
    return index
  }
}

/// Whether a day is the same as another or later; an unknown day is earlier than any other.
private func isLater(_ date: CalendarDate?, _ other: CalendarDate?) -> Bool {
  guard let other else { return true }
  return date.map { $0 >= other } ?? false
}
