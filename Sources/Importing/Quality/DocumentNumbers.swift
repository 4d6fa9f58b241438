/// Finds documents that occur twice. Numbers are unique per authority, so that the two together identify a document;
/// one decision may have several addressees.
struct DocumentNumbers {
  enum Finding: Equatable {
    case new
    /// The earlier row with the same number, as `file:row`.
    case duplicate(of: String)
    case shared(with: String)
  }
  private struct First {
    var subject: Int
    var place: Int
    var row: Int
  }
  private var first: [String: First] = [:]
  private var again: Set<String> = []
  private var places: [String] = []

  mutating func note(
    category: Int, authority: String, number: String, subject: Int, place: String, row: Int
  ) -> Finding {
    if places.last != place { places.append(place) }
    let key = "\(category)\u{1F}\(authority)\u{1F}\(number)"
    guard let earlier = first[key] else {
      first[key] = First(subject: subject, place: places.count - 1, row: row)
      return .new
    }
    let told = "\(places[earlier.place]):\(earlier.row)"
    if earlier.subject == subject { return .duplicate(of: told) }
    // Third and later rows, for subjects other than the first.
    return again.insert("\(key)\u{1F}\(subject)").inserted ? .shared(with: told) : .duplicate(of: told)
  }
}
