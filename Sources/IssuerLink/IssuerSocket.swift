import DurableFiles
public import ErrorCauses
import Foundation

/// Where an issuer takes questions: a Unix socket in a folder that only the issuer's user may change. Who may ask is who
/// may reach it: its group (unix(7), “Pathname socket ownership and permissions”).
public struct IssuerSocket: Sendable {
  public let path: String
  /// Bytes: what every system that SwiftNIO knows has room for.
  private static let longest = 103

  /// Makes the folder if there is none, for this user and its group.
  public init(path: String) throws(IssuerSocketError) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    guard self.path.utf8.count <= Self.longest else {
      throw IssuerSocketError(problem: "\(path): a socket's path may have at most \(Self.longest) bytes")
    }
    let folder = URL(fileURLWithPath: self.path).deletingLastPathComponent().path
    let mode: Int
    do {
      if !FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
      }
      mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int ?? 0o777
    } catch {
      throw IssuerSocketError(problem: "\(folder): cannot be made or read: \(error.localizedDescription)")
    }
    guard mode & 0o022 == 0 else {
      throw IssuerSocketError(
        problem:
          "\(folder): others may put a socket of their own there; run chmod g-w,o-w on it, or name another folder")
    }
  }

  /// Keeps others from the socket for as long as the lock is held. An issuer that is busy is there, too, so it does not count
  /// whether one answers.
  func take() throws(IssuerSocketError) -> FileLock {
    guard let lock = FileLock.take(path + ".lock", mode: 0o600) else {
      throw IssuerSocketError(
        problem: errno == EWOULDBLOCK
          ? "\(path): another issuer takes questions there"
          : "\(path).lock: cannot be locked: \(String(cString: strerror(errno)))")
    }
    return lock
  }

  /// Removes what an issuer left that was killed. Call with the lock held.
  func clear() throws(IssuerSocketError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard try attributes()[.type] as? FileAttributeType == .typeSocket else {
      throw IssuerSocketError(problem: "\(path): is a file that no issuer made; name another path")
    }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw IssuerSocketError(problem: "\(path): cannot be removed: \(error.localizedDescription)")
    }
  }

  /// Lets the group in.
  func open() throws(IssuerSocketError) {
    do { try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path) } catch {
      throw IssuerSocketError(problem: "\(path): cannot be given to its group: \(error.localizedDescription)")
    }
  }

  private func attributes() throws(IssuerSocketError) -> [FileAttributeKey: Any] {
    do { return try FileManager.default.attributesOfItem(atPath: path) } catch {
      throw IssuerSocketError(problem: "\(path): cannot be read: \(error.localizedDescription)")
    }
  }
}

/// Why no questions can be taken at a socket.
public struct IssuerSocketError: ClassifiedError, Sendable, CustomStringConvertible {
  var problem: String
  public var remedy: Remedy? { nil }
  public var cause: ErrorCause { .environment }
  public var description: String { problem }
}
