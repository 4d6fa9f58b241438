import Crypto
import Foundation
import Synchronization

/// The folder of the reports' files issued here, each under its report's number, until that has expired.
public final class PrintFolder: Sendable {
  private let path: String
  /// Of the files that it keeps, without the dot.
  private let extensions: Set<String>
  /// Seconds.
  private let keep: Int64
  private let tidiedAt = Mutex<Int64>(0)

  /// Creates the folder if necessary.
  /// - Parameters:
  ///   - keep: seconds for which a file is kept.
  ///   - extensions: those of all formats, without the dot.
  public init(path: String, keep: Int64, extensions: [String]) throws(SelfPrintSetupError) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    (self.keep, self.extensions) = (keep, Set(extensions))
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
      guard mode & 0o077 == 0 else {
        throw SelfPrintSetupError(problem: "\(path): other users have access to it; run chmod go= on it")
      }
    } catch let error as SelfPrintSetupError { throw error } catch {
      throw SelfPrintSetupError(problem: "\(path): cannot be made: \(error.localizedDescription)")
    }
  }

  /// - Parameter number: of a report; already validated.
  func path(of number: String, _ fileExtension: String) -> String { "\(path)/\(number).\(fileExtension)" }

  func has(_ number: String, _ fileExtension: String) -> Bool {
    FileManager.default.fileExists(atPath: path(of: number, fileExtension))
  }

  /// - Parameter sha256: of the file as registered.
  /// - Returns: nil if it is no longer kept.
  /// - Throws: if it is not the file that was issued.
  func file(of number: String, _ fileExtension: String, sha256: [UInt8]?) throws -> [UInt8]? {
    guard let data = FileManager.default.contents(atPath: path(of: number, fileExtension)) else { return nil }
    guard let sha256, Array(SHA256.hash(data: data)) == sha256 else {
      throw SelfPrintSetupError(problem: "\(path): a file in it is not the report that was issued")
    }
    return Array(data)
  }

  /// Removes files whose time is over; runs at most once an hour.
  /// - Parameter now: seconds since 1970.
  func tidy(at now: Int64) {
    let isDue = tidiedAt.withLock { last in
      guard now - last >= 3600 else { return false }
      last = now
      return true
    }
    guard isDue, let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return }
    for name in names where extensions.contains(URL(fileURLWithPath: name).pathExtension) {
      let file = "\(path)/\(name)"
      let written = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
      guard let written, now - Int64(written.timeIntervalSince1970) > keep else { continue }
      try? FileManager.default.removeItem(atPath: file)
    }
  }
}
