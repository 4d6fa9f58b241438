import Attestation
public import DurableFiles
import Foundation
public import Installation

/// The newest time signed by a trusted key that this machine has seen: setting the clock back before it would make
/// expired reports valid again (`verification.md` §1).
public struct ClockFloor: Sendable {
  private let path: String

  /// Stored in the home.
  public init(_ home: Home) { path = home.path + "/clock-floor" }

  /// Seconds since 1970; 0 if nothing has been seen yet.
  public var time: Int64 {
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }

  /// - Throws: `FileError.write` if the home is not writable.
  public func raise(to newest: Int64) throws(FileError) {
    if newest > time { try writeAtomically(Array("\(newest)\n".utf8), to: path) }
  }
}
