import Foundation
import Hexadecimal

// A trust list before it is signed, as JSON, format 1: {"format": 1, "sequence": 2, "issuedAt": 0, "refreshBy": 1,
// "keys": [as in keyset.json], "certificateRoots": ["<64 hexadecimal digits>"]}. Times are seconds since 1970. Format 2
// has beside them "seals": ["<64 hexadecimal digits>"] and "sealsSince": 0.

extension TrustList {
  /// - Parameter name: the file's name, for messages.
  /// - Throws: `AttestationError.keySet` with the JSON pointer of what is wrong.
  public init(json: [UInt8], name: String) throws(AttestationError) {
    let file: TrustListFile
    do { file = try JSONDecoder().decode(TrustListFile.self, from: Data(json)) } catch let error as DecodingError {
      throw AttestationError(error, file: name)
    } catch {
      throw .keySet(location: name, problem: "cannot be read: \(error)")
    }
    guard (1...2).contains(file.format) else {
      throw .keySet(
        location: "\(name)#/format", problem: "is \(file.format), not 1 or 2; use the version of xinbao that wrote it")
    }
    guard (file.format == 2) == (file.seals != nil), (file.seals == nil) == (file.sealsSince == nil) else {
      throw .keySet(
        location: "\(name)#/seals", problem: "and sealsSince must both be given in format 2, and neither in format 1")
    }
    var keys = KeySet()
    for (index, key) in file.keys.enumerated() {
      let location = "\(name)#/keys/\(index)"
      let entry = try KeySet.Entry(key, location: location)
      guard keys[entry.kid] == nil else {
        throw .keySet(location: location, problem: "is a second key of the id \(entry.kid); remove one")
      }
      try keys.add(entry)
    }
    func digests(_ texts: [String], _ member: String) throws(AttestationError) -> [[UInt8]] {
      var digests: [[UInt8]] = []
      for (index, digits) in texts.enumerated() {
        guard let digest = [UInt8](hexadecimal: digits), digest.count == 32 else {
          throw .keySet(location: "\(name)#/\(member)/\(index)", problem: "is not a SHA-256 of 64 hexadecimal digits")
        }
        digests.append(digest)
      }
      return digests
    }
    var seals: PinnedSeals?
    if let texts = file.seals, let since = file.sealsSince {
      let pinned = PinnedSeals(digests: try digests(texts, "seals"), since: since)
      guard pinned.isSound else {
        throw .keySet(
          location: "\(name)#/seals", problem: "name at least one certificate, each once, since 1970 or later")
      }
      seals = pinned
    }
    guard 0 <= file.issuedAt, file.issuedAt <= file.refreshBy else {
      throw .keySet(
        location: "\(name)#/refreshBy", problem: "must not be before issuedAt, and issuedAt must not be before 1970")
    }
    self.init(
      sequence: file.sequence, issuedAt: file.issuedAt, refreshBy: file.refreshBy, keys: keys,
      certificateRoots: try digests(file.certificateRoots, "certificateRoots"), seals: seals)
  }

  /// Always the same bytes for the same list.
  public func json() throws(AttestationError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(TrustListFile(self))) + [UInt8(ascii: "\n")] } catch {
      throw .keySet(location: "trust list", problem: "cannot be written as JSON: \(error)")
    }
  }
}

private struct TrustListFile: Codable {
  var format: Int
  var sequence: UInt64
  var issuedAt: Int64, refreshBy: Int64
  var keys: [KeySetFile.Key]
  var certificateRoots: [String]
  var seals: [String]?, sealsSince: Int64?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case format, sequence, issuedAt, refreshBy, keys, certificateRoots, seals, sealsSince
  }

  init(_ list: TrustList) {
    (sequence, issuedAt, refreshBy) = (list.sequence, list.issuedAt, list.refreshBy)
    keys = list.keys.entries.map(KeySetFile.Key.init)
    certificateRoots = list.certificateRoots.map { hexadecimal($0) }
    format = list.seals == nil ? 1 : 2
    (seals, sealsSince) = (list.seals?.digests.map { hexadecimal($0) }, list.seals?.since)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.containerOfKnownMembers(CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    sequence = try container.decode(UInt64.self, forKey: .sequence)
    issuedAt = try container.decode(Int64.self, forKey: .issuedAt)
    refreshBy = try container.decode(Int64.self, forKey: .refreshBy)
    keys = try container.decode([KeySetFile.Key].self, forKey: .keys)
    certificateRoots = try container.decode([String].self, forKey: .certificateRoots)
    seals = try container.decodeIfPresent([String].self, forKey: .seals)
    sealsSince = try container.decodeIfPresent(Int64.self, forKey: .sealsSince)
  }
}
