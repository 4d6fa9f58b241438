public import ErrorCauses
import Foundation

/// Why a file was not written.
public enum FileError: BilingualError, Sendable, Equatable {
  /// `problem` follows the path in a sentence and says what to do.
  case write(path: String, problem: String)
  /// The file exists, and overwriting was not requested.
  case exists(path: String)

  public var description: String { wording.english }

  public var wording: Wording {
    switch self {
    case .write(let path, let problem):
      Wording("\(path): \(problem)", "\(path)：文件未能写入，请联系系统管理员（原文：\(problem)）")
    case .exists(let path):
      Wording("\(path): \(problem)", "\(path)：已有同名文件，可能是已出具的报告；请换一个文件名，或移走该文件")
    }
  }

  public var cause: ErrorCause {
    switch self {
    case .write: .environment
    case .exists: .usage
    }
  }

  /// The words after the path.
  public var problem: String {
    switch self {
    case .write(_, let problem): problem
    case .exists: "is there already, and may be an issued report; name another file, or move that one away"
    }
  }

  /// Makes an error with the system's reason.
  /// - Parameter code: `errno`.
  public static func write(path: String, code: Int32) -> FileError {
    let reason = String(cString: strerror(code))
    let problem =
      switch code {
      case ENOENT: "its folder does not exist; make it first"
      case ENOSPC, EDQUOT: "\(reason); free some space or write to another disk"
      case EACCES, EPERM, EROFS: "\(reason); choose a folder that you may write to"
      case EISDIR: "it is a folder; name a file"
      case EEXIST: "it is a device, a pipe or another special file; name a file"
      default: reason
      }
    return .write(path: path, problem: "cannot be written: \(problem)")
  }
}

/// The system's own words for a file error, without Foundation's wrapping.
public func systemReason(_ error: any Error) -> String {
  let error = error as NSError
  if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError, underlying.domain == NSPOSIXErrorDomain {
    return String(cString: strerror(Int32(underlying.code)))
  }
  return error.localizedDescription
}
