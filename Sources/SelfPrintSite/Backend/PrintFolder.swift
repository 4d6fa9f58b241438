import Crypto
import Foundation
import Synchronization

/// The folder of the PDFs issued here, each under its number, until its report has expired.
public final class PrintFolder: Sendable {
  private let path: String
  /// Seconds.
  private let keep: Int64
  private let tidiedAt = Mutex<Int64>(0)

  /// Creates the folder if necessary.
  /// - Parameter keep: seconds for which a file is kept.
  public init(path: String, keep: Int64) throws(SelfPrintSetupError) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    self.keep = keep
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
  func path(of number: String) -> String { "\(path)/\(number).pdf" }

  func has(_ number: String) -> Bool { FileManager.default.fileExists(atPath: path(of: number)) }

  /// - Parameter sha256: of the file as registered.
  /// - Returns: nil if it is no longer kept.
  /// - Throws: if it is not the file that was issued.
  func pdf(of number: String, sha256: [UInt8]?) throws -> [UInt8]? {
    guard let data = FileManager.default.contents(atPath: path(of: number)) else { return nil }
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
    for name in names where name.hasSuffix(".pdf") {
      let file = "\(path)/\(name)"
      let written = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
      guard let written, now - Int64(written.timeIntervalSince1970) > keep else { continue }
      try? FileManager.default.removeItem(atPath: file)
    }
  }
}
