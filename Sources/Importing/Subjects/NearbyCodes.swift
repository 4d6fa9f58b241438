import Records

/// Codes for which a code that fails its check may stand, if one slip made it: a character that is another, missing or too
/// many, or two neighbours that changed places. Few of them pass the checks, and hardly one is somebody's by chance.
package enum NearbyCodes {
  /// The sound codes that are one slip away from what stands in a text, whatever stands around it, and between its
  /// characters if that is no further letter or digit.
  package static func sound(near text: String) -> [String] {
    var runs = normalizedIdentifier(text).utf8.split { !signs.contains($0) }.map(Array.init)
    if runs.count > 1 { runs.append(Array(runs.joined())) }
    var known: Set<String> = []
    return runs.flatMap(sound(near:)).filter { known.insert($0).inserted }
  }

  /// Of 18 characters; none if the code itself is sound, or none by its length.
  private static func sound(near written: [UInt8]) -> [String] {
    guard 17...19 ~= written.count, Set(written).count > 2, !isSound(written)
    else { return [] }
    var found: Set<String> = []
    func note(_ code: [UInt8]) { if isSound(code) { found.insert(String(decoding: code, as: UTF8.self)) } }
    switch written.count {
    case 17:
      for place in 0...17 { for sign in signs { note([UInt8](written[..<place]) + [sign] + written[place...]) } }
    case 19:
      for place in written.indices { note([UInt8](written[..<place]) + written[(place + 1)...]) }
    default:
      for place in written.indices {
        for sign in signs { note([UInt8](written[..<place]) + [sign] + written[(place + 1)...]) }
      }
      for place in written.indices.dropLast() {
        var code = written
        code.swapAt(place, place + 1)
        note(code)
      }
    }
    return found.sorted()
  }

  private static let signs = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  private static func isSound(_ code: [UInt8]) -> Bool {
    // Both kinds have digits of a place there.
    guard code.count == 18, code[2..<8].allSatisfy({ 48...57 ~= $0 }) else { return false }
    return CodeMentions.isSound(String(decoding: code, as: UTF8.self))
  }
}
