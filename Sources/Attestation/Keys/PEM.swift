import Foundation

/// One DER value as text: RFC 7468.
enum PEM {
  static func encode(_ der: [UInt8], label: String) -> String {
    let body = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
    return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----"
  }

  /// Nil unless exactly one value under this label, with at most white space around it.
  static func decode(_ text: String, label: String) -> [UInt8]? {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    guard lines.count >= 3, lines.first == "-----BEGIN \(label)-----", lines.last == "-----END \(label)-----" else {
      return nil
    }
    return Data(base64Encoded: lines.dropFirst().dropLast().joined()).map(Array.init)
  }
}
