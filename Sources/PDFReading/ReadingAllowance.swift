/// The work that one question about a file may cost: bytes gone over, bytes unpacked, and values kept. Parsers charge
/// while they read, so that they stop inside an object that would cost too much.
///
/// A file can name the same object from many places, and make objects contain each other's beginnings. An honest file
/// needs less than one reading of itself, because the bodies of most streams are never looked at.
final class ReadingAllowance {
  /// What values, keys and rows of cross-references are charged beside their bytes: about the memory that each takes.
  static let cost = 40

  /// The maximum number of items of an array, and of entries of a dictionary.
  let items: Int
  private let limit: Int
  private(set) var spent = 0

  init(size: Int, limits: PDFFile.Limits) {
    limit = limits.headroom + limits.readings * size
    items = limits.items
  }

  var left: Int { max(0, limit - spent) }

  /// For a stream that may unpack to whatever is left.
  var unpacking: UnpackingLimit { UnpackingLimit(Self.what, total: limit, left: left) }

  /// Work that was refused is spent too: whoever goes on after the error gets the same error at once.
  func spend(_ work: Int) throws(PDFReadingError) {
    note(work)
    guard spent <= limit else { throw .tooLarge(Self.what, limit: limit) }
  }

  /// Work that is done already, by a step that fails for another reason.
  func note(_ work: Int) { spent += work }

  private static let what = "the work of reading it"
}

/// How many bytes may still be unpacked, of how many in total.
struct UnpackingLimit {
  let total: Int
  private(set) var left: Int
  private let what: String

  init(_ what: String, total: Int, left: Int? = nil) {
    (self.what, self.total, self.left) = (what, total, left ?? total)
  }

  var error: PDFReadingError { .tooLarge(what, limit: total) }

  mutating func spend(_ bytes: Int) { left -= bytes }
}
