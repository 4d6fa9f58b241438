import Foundation

// A trust list as JSON, for whoever reads it before the root signs it; format 1:
// {"format": 1, "sequence": 3, "issuedAt": 1795000000, "refreshBy": 1797592000, "certificateRoots": ["<64 hex digits>"],
//   "keySet": {…}}, the last as in keyset.json. Times are seconds since 1970.

extension TrustList {
  private static let members = ["certificateRoots", "format", "issuedAt", "keySet", "refreshBy", "sequence"]

  /// The same bytes for the same list.
  public func json() throws(AttestationError) -> [UInt8] {
    do {
      let object: [String: Any] = [
        "format": 1, "sequence": sequence, "issuedAt": issuedAt, "refreshBy": refreshBy,
        "certificateRoots": certificateRoots.map { Hex.encode($0) },
        "keySet": try JSONSerialization.jsonObject(with: Data(try keys.json())),
      ]
      let data = try JSONSerialization.data(
        withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      return [UInt8](data) + [UInt8(ascii: "\n")]
    } catch let error as AttestationError {
      throw error
    } catch {
      throw .keySet(place: "trust list", problem: "cannot be written as JSON: \(error)")
    }
  }

  /// - Parameter name: of the file, for messages.
  /// - Throws: `AttestationError.keySet` with the JSON pointer of what is wrong.
  public init(json: [UInt8], name: String) throws(AttestationError) {
    func wrong(_ member: String, _ problem: String) -> AttestationError {
      .keySet(place: "\(name)#/\(member)", problem: problem)
    }
    guard let object = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else {
      throw .keySet(place: name, problem: "is not a JSON object; write it anew with `xinbao key export`")
    }
    guard object["format"] as? Int == 1 else {
      throw wrong("format", "is not 1; use the version of xinbao that wrote it")
    }
    guard object.keys.sorted() == Self.members else {
      throw .keySet(place: name, problem: "must have just the members \(Self.members.joined(separator: ", "))")
    }
    func number(_ member: String) throws(AttestationError) -> Int64 {
      guard let number = object[member] as? Int64, number >= 0 else { throw wrong(member, "is not a number from 0") }
      return number
    }
    guard let texts = object["certificateRoots"] as? [String] else { throw wrong("certificateRoots", "is not a list") }
    var roots: [[UInt8]] = []
    for (index, text) in texts.enumerated() {
      guard let digest = Hex.decode(text), digest.count == 32 else {
        throw wrong("certificateRoots/\(index)", "is not a SHA-256 digest in hexadecimal")
      }
      roots.append(digest)
    }
    guard let set = object["keySet"] as? [String: Any], let data = try? JSONSerialization.data(withJSONObject: set)
    else {
      throw wrong("keySet", "is not a key set")
    }
    self.init(
      sequence: UInt64(try number("sequence")), issuedAt: try number("issuedAt"), refreshBy: try number("refreshBy"),
      keys: try KeySet(json: [UInt8](data), name: "\(name)#/keySet"), certificateRoots: roots)
  }
}
