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
    /// Index in `files`.
    var file: Int
    var row: Int
  }
  private var first: [String: First] = [:]
  /// Documents with the subjects, other than the first, that have them.
  private var shared: Set<String> = []
  /// The names of the files, in the order in which they were read.
  private var files: [String] = []

  mutating func note(
    category: Int, authority: String, number: String, subject: Int, file: String, row: Int
  ) -> Finding {
    if files.last != file { files.append(file) }
    let key = "\(category)\u{1F}\(authority)\u{1F}\(number)"
    guard let earlier = first[key] else {
      first[key] = First(subject: subject, file: files.count - 1, row: row)
      return .new
    }
    let earlierRow = "\(files[earlier.file]):\(earlier.row)"
    if earlier.subject == subject { return .duplicate(of: earlierRow) }
    // The first row of another subject shares the document; its later rows repeat it.
    return shared.insert("\(key)\u{1F}\(subject)").inserted ? .shared(with: earlierRow) : .duplicate(of: earlierRow)
  }
}
