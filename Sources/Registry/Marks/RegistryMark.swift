import Attestation
import Database
import Hexadecimal

/// What a registry had come to when a home last added to it. It is kept outside the database, so that a database that
/// is older than that is noticed: one that was restored from a copy, or copied without its write-ahead log.
///
/// A mark may lag behind its registry, and is never ahead of it.
struct RegistryMark: Sendable, Equatable {
  /// The hash of the log's first leaf: it tells registries apart, and no copy of one has another.
  var first: [UInt8]
  /// Where the registry was: an absolute path, or a URL without its password.
  var place: String
  /// The key that signed its log; nil: one for trying out.
  var logKey: KeyID?
  /// The log's size and root.
  var log: ChainHead
  /// The clock when the log came to that size, seconds since 1970; nil: not known.
  var loggedAt: Int64?
  /// The number and hash of the last change of a status.
  var statuses: ChainHead
  /// How many numbers of status lists were taken.
  var lists: UInt64

  /// Of two marks of one registry the newer parts: whoever writes later may know less.
  func joined(with other: RegistryMark) -> RegistryMark {
    var joined = self
    // A change of a status alone does not tell when the log came to its size.
    if other.log.size > log.size || (other.log.size == log.size && loggedAt == nil) {
      (joined.log, joined.loggedAt) = (other.log, other.loggedAt)
    }
    if other.statuses.size > statuses.size { joined.statuses = other.statuses }
    joined.lists = max(lists, other.lists)
    // Whoever works without the key does not take it away from the log.
    joined.logKey = logKey ?? other.logKey
    return joined
  }
}

// As a file, for people and for this program.
extension RegistryMark {
  private static let title = "xinbao mark 1"

  /// The name of its file: it tells which registry's it is, where that was and who signed its log, so that no other file
  /// needs to be read.
  func name(_ secret: RegistrySecret) -> String {
    "\(Self.tag(first: first))-\(Self.tag(place: place, secret))-\(logKey.map { "\($0)" } ?? "none").mark"
  }

  static func tag(first: [UInt8]) -> String { hexadecimal(first.prefix(8)) }

  static func tag(place: String, _ secret: RegistrySecret) -> String {
    hexadecimal(secret.seal("place of a registry", [.text(place)]).prefix(8))
  }

  func text(_ secret: RegistrySecret) -> String {
    """
    \(Self.title)
    seal \(hexadecimal(seal(secret)))
    first \(hexadecimal(first))
    key \(logKey.map { "\($0)" } ?? "-")
    log \(log.size) \(hexadecimal(log.hash))
    time \(loggedAt.map { "\($0)" } ?? "-")
    statuses \(statuses.size) \(hexadecimal(statuses.hash))
    lists \(lists)
    place \(place)

    """
  }

  /// - Parameter path: for messages.
  /// - Throws: `RegistryError.foreignMark` for what was not written under this secret.
  init(text: String, path: String, _ secret: RegistrySecret) throws(RegistryError) {
    let damaged = RegistryError.foreignMark(path: path)
    let lines = text.split(separator: "\n", maxSplits: 8, omittingEmptySubsequences: false)
    guard lines.count == 9, lines[0] == Self.title, text.hasSuffix("\n") else { throw damaged }
    func words(_ line: Int, _ name: String) throws(RegistryError) -> [Substring] {
      let words = lines[line].split(separator: " ", omittingEmptySubsequences: false)
      guard words.first == name[...] else { throw damaged }
      return Array(words.dropFirst())
    }
    func bytes(_ word: Substring?) throws(RegistryError) -> [UInt8] {
      guard let bytes = word.flatMap({ [UInt8](hexadecimal: String($0)) }) else { throw damaged }
      return bytes
    }
    func number(_ word: Substring?) throws(RegistryError) -> UInt64 {
      guard let number = word.flatMap({ UInt64($0) }) else { throw damaged }
      return number
    }
    let (log, statuses) = (try words(4, "log"), try words(6, "statuses"))
    let (key, time) = (try words(3, "key").first, try words(5, "time").first)
    let (logKey, loggedAt) = (key.flatMap { KeyID(String($0)) }, time.flatMap { Int64($0) })
    guard lines[8].hasPrefix("place "), key == "-" || logKey != nil, time == "-" || loggedAt != nil else {
      throw damaged
    }
    self.init(
      first: try bytes(words(2, "first").first), place: String(lines[8].dropFirst("place ".count).dropLast()),
      logKey: logKey, log: ChainHead(size: try number(log.first), hash: try bytes(log.last)), loggedAt: loggedAt,
      statuses: ChainHead(size: try number(statuses.first), hash: try bytes(statuses.last)),
      lists: try number(words(7, "lists").first))
    guard areEqual(try bytes(words(1, "seal").first), seal(secret)) else { throw damaged }
  }

  private func seal(_ secret: RegistrySecret) -> [UInt8] { secret.seal("mark of a registry", fields) }

  /// What is sealed.
  var fields: [SQLValue] {
    [
      .blob(first), .text(place), logKey.map { .text("\($0)") } ?? .null, .unsigned(log.size), .blob(log.hash),
      loggedAt.map { .integer($0) } ?? .null, .unsigned(statuses.size), .blob(statuses.hash), .unsigned(lists),
    ]
  }
}
