public import ErrorCauses
import Foundation

/// What was given to a command, and cannot be used.
public struct GivenError: ClassifiedError, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  public init(_ description: String) { self.description = description }
}

/// The bytes of a file that was named on the command line.
public func readGiven(_ path: String) throws(GivenError) -> [UInt8] {
  do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
    let isThere = FileManager.default.fileExists(atPath: path)
    throw GivenError(
      "\(path): "
        + (isThere ? "cannot be read: \(error.localizedDescription)" : "there is no such file; check the path"))
  }
}
