import Foundation

/// 256 random bits as 43 characters that URLs, cookies and forms take as they are.
public func randomText() -> String {
  var generator = SystemRandomNumberGenerator()
  return base64URL((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
}

/// RFC 4648 §5, without padding.
public func base64URL(_ bytes: [UInt8]) -> String {
  Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

/// The bytes of a text in that form; nil: it is in another.
public func bytes(base64URL text: String) -> [UInt8]? {
  let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
  guard !text.contains("+"), !text.contains("/"), !text.contains("=") else { return nil }
  let padded = base64 + String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
  return Data(base64Encoded: padded).map { Array($0) }
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
public func areEqual(_ one: String, _ other: String) -> Bool {
  let (one, other) = (Array(one.utf8), Array(other.utf8))
  guard one.count == other.count else { return false }
  return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
