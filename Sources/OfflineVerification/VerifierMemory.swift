public import Attestation
import CivilTime
import DurableFiles
public import ErrorCauses
import FileReading
import Foundation
import Hexadecimal
public import Verifying

/// What a verifier remembers from one run to the next: of each issuer, the newest that was published. Whoever puts an older
/// bundle in place of a newer one, or sets the clock back, would make valid again what was revoked or has expired.
///
/// It is the user's own state, because a verifier needs no home, or has one that it may only read.
public struct VerifierMemory: Sendable {
  /// Nil: the user has no place for it.
  private let path: String?

  /// - Parameter environment: of the process. XDG Base Directory Specification: `$XDG_STATE_HOME`, else
  ///   `$HOME/.local/state`; a path that is not absolute counts as none.
  public init(environment: [String: String]) {
    func folder(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let state = folder("XDG_STATE_HOME") ?? folder("HOME").map { $0 + "/.local/state" }
    path = state.map { $0 + "/xinbao/seen.json" }
  }

  /// By the fingerprint of the issuer's root, in hexadecimal digits.
  private typealias Content = [String: SeenPublications]

  /// Some 150 bytes an issuer; anything longer is another file.
  private static let maximumSize = 1 << 20

  /// Takes note of what is at hand, unless something newer was seen.
  /// - Parameters:
  ///   - root: whose publications they are.
  ///   - source: the file with them, for messages.
  /// - Returns: the newest of all that was seen, and why it will not be remembered; nil: it will.
  /// - Throws: `OlderThanSeen`; `MemoryDamaged`: then nobody knows what was seen.
  public func take(
    _ given: SeenPublications, of root: RootFingerprint, from source: String
  ) throws -> (seen: SeenPublications, lapse: String?) {
    guard let path else { return (given, "neither XDG_STATE_HOME nor HOME says where to remember what was seen") }
    // Two verifiers at once must not forget what the other one saw. Where nothing can be written, there is nothing to lock.
    let folder = (path as NSString).deletingLastPathComponent
    let lock = makeFolder(folder, mode: 0o700) == 0 ? FileLock.wait(folder + "/seen.lock", mode: 0o600) : nil
    defer { withExtendedLifetime(lock) {} }
    var content = try read(path)
    let key = hexadecimal(root.bytes)
    let known = content[key]
    if let known { try check(given, against: known, source, path) }
    let seen = known.map { $0.merged(given) } ?? given
    guard seen != known else { return (seen, nil) }
    content[key] = seen
    do throws(FileError) {
      try writeAtomically(Self.bytes(content), to: path, mode: 0o600)
      return (seen, nil)
    } catch { return (seen, "\(error)") }
  }

  private func check(
    _ given: SeenPublications, against known: SeenPublications, _ source: String, _ path: String
  ) throws(OlderThanSeen) {
    if let bundle = given.bundle, let newer = known.bundle, bundle < newer {
      let (made, seen) = (BeijingTime(secondsSince1970: bundle), BeijingTime(secondsSince1970: newer))
      throw OlderThanSeen("\(source): is a bundle of \(made); one of \(seen) was used here before (\(path))")
    }
    if let list = given.list, let newer = known.list, list < newer {
      throw OlderThanSeen("\(source): brings trust list \(list); list \(newer) was used here before (\(path))")
    }
  }

  private func read(_ path: String) throws(MemoryDamaged) -> Content {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let bytes: [UInt8]
    do throws(FileFault) { bytes = try readRegularFile(Array(path.utf8), limit: Self.maximumSize) } catch {
      throw MemoryDamaged("\(path): \(error.message)")
    }
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)) else {
      throw MemoryDamaged("\(path): is damaged")
    }
    return content
  }

  private static func bytes(_ content: Content) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(content) else { preconditionFailure("numbers and texts have a JSON form") }
    return Array(data) + Array("\n".utf8)
  }
}

extension Trust {
  /// Raises the floor of the clock to the newest time that this verifier has seen of an issuer.
  /// - Returns: a note for the user, if what was seen now will not be remembered.
  /// - Throws: as `VerifierMemory.take`.
  public mutating func raiseFloor(
    by memory: VerifierMemory, taking given: SeenPublications, of root: RootFingerprint, from source: String
  ) throws -> String? {
    let (seen, lapse) = try memory.take(given, of: root, from: source)
    clockFloor = max(clockFloor, seen.newest)
    return lapse.map { "note: \($0); an older bundle, or a clock that is set back, may not be noticed later" }
  }
}

/// Publications that are older than those which were used here before.
public struct OlderThanSeen: ClassifiedError, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }
  public var remedy: Remedy? { .askedMoment }
  public let description: String
  init(_ problem: String) { description = "\(problem); use that one, or a newer one" }
}

/// Nobody knows any more what was seen.
public struct MemoryDamaged: ClassifiedError, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .environment }
  public let description: String
  init(_ problem: String) {
    description =
      "\(problem); it says which bundles were used here. Restore it; or delete it, once you know that yours is the newest"
  }
}
