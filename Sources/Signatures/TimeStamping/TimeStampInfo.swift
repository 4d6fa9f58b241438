import CivilTime
import SwiftASN1

/// The parts of TSTInfo (RFC 3161, 2.4.2) that are needed.
struct TimeStampInfo: DERParseable {
  var digestAlgorithm: AlgorithmName
  var digest: ArraySlice<UInt8>
  /// Seconds since 1970, fractions truncated.
  var time: Int64
  var nonce: ArraySlice<UInt8>?

  init(derEncoded node: ASN1Node) throws {
    self = try DER.sequence(node, identifier: .sequence) { nodes in
      guard try Int(derEncoded: &nodes) == 1 else {
        throw ASN1Error.invalidASN1Object(reason: "TSTInfo of another version than 1")
      }
      _ = try ASN1ObjectIdentifier(derEncoded: &nodes)
      guard let imprint = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "TSTInfo without imprint") }
      let (algorithm, digest) = try DER.sequence(imprint, identifier: .sequence) { nodes in
        (try AlgorithmName(derEncoded: &nodes), try ASN1OctetString(derEncoded: &nodes).bytes)
      }
      _ = try ArraySlice<UInt8>(derEncoded: &nodes)
      let time = try GeneralizedTime(derEncoded: &nodes)
      var nonce: ArraySlice<UInt8>?
      // Accuracy, ordering, nonce, name, extensions: all optional, each with a distinct tag.
      while let node = nodes.next() {
        if node.identifier == .integer { nonce = try ArraySlice<UInt8>(derEncoded: node) }
      }
      return try TimeStampInfo(algorithm, digest, time.secondsSince1970(), nonce)
    }
  }

  private init(
    _ algorithm: AlgorithmName, _ digest: ArraySlice<UInt8>, _ time: Int64, _ nonce: ArraySlice<UInt8>?
  ) {
    (digestAlgorithm, self.digest, self.time, self.nonce) = (algorithm, digest, time, nonce)
  }
}

extension GeneralizedTime {
  fileprivate func secondsSince1970() throws -> Int64 {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      throw ASN1Error.invalidASN1Object(reason: "TSTInfo of a day that the calendar lacks")
    }
    let secondOfDay = (Int64(hours) * 60 + Int64(minutes)) * 60 + Int64(seconds)
    return Int64(date.daysSince1970) * 86_400 + secondOfDay
  }
}
