/// How the payloads of all publications begin: when they were issued, and until when they are fresh. As in a token,
/// labels 4 and 6 are `exp` and `iat` of CWT (RFC 8392); the content is under the private label.
struct Envelope {
  private static let refreshLabel: Int64 = 4
  private static let issuedLabel: Int64 = 6
  private static let contentLabel: Int64 = -65537

  /// Seconds since 1970.
  var issuedAt: Int64
  /// From when on a newer one should be fetched; seconds since 1970.
  var refreshBy: Int64
  /// A version number, then what the kind of document requires.
  var content: [CBOR]
  /// The version of the content's form.
  var version: UInt64 = 1

  var payload: CBOR {
    .map([
      .init(.integer(Self.refreshLabel), .integer(refreshBy)), .init(.integer(Self.issuedLabel), .integer(issuedAt)),
      .init(.integer(Self.contentLabel), .array([.unsigned(version)] + content)),
    ])
  }

  init(issuedAt: Int64, refreshBy: Int64, content: [CBOR], version: UInt64 = 1) {
    (self.issuedAt, self.refreshBy, self.content, self.version) = (issuedAt, refreshBy, content, version)
  }

  /// For a kind of document that has only one version.
  /// - Parameter count: the number of items after the version.
  /// - Throws: `MALFORMED`.
  init(payload: [UInt8], count: Int) throws(TrustRefusal) { try self.init(payload: payload, counts: [1: count]) }

  /// - Parameter counts: the number of items after the version, for each version.
  /// - Throws: `MALFORMED`.
  init(payload: [UInt8], counts: [UInt64: Int]) throws(TrustRefusal) {
    let map: CBOR
    do { map = try CBOR(decoding: payload) } catch { throw .malformed("payload: \(error)") }
    guard case .map(let entries) = map,
      entries.map(\.key.integer) == [Self.refreshLabel, Self.issuedLabel, Self.contentLabel],
      let refreshBy = entries[0].value.time, let issuedAt = entries[1].value.time, issuedAt <= refreshBy,
      case .array(let content) = entries[2].value
    else { throw .malformed("payload: not times and content") }
    guard case .unsigned(let version)? = content.first, let count = counts[version], content.count == count + 1 else {
      throw .malformed("payload: another version, which this version of xinbao does not know")
    }
    self.init(issuedAt: issuedAt, refreshBy: refreshBy, content: Array(content.dropFirst()), version: version)
  }
}

extension CBOR {
  /// Seconds since 1970, if this is such a number.
  var time: Int64? {
    guard case .unsigned(let value) = self else { return nil }
    return Int64(exactly: value)
  }
}
