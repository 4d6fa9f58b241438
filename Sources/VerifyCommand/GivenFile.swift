public import ErrorCauses
import FileReading
import Foundation

/// Command input that cannot be used.
public struct GivenError: ClassifiedError, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  public init(_ description: String) { self.description = description }
}

/// The bytes of a file named on the command line.
public func readGiven(_ path: String) throws(GivenError) -> [UInt8] {
  do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
    let isThere = FileManager.default.fileExists(atPath: path)
    throw GivenError(
      "\(path): "
        + (isThere ? "cannot be read: \(error.localizedDescription)" : "there is no such file; check the path"))
  }
}

/// Bytes of a file that is to be verified, at most: a report has a hundredth of this.
public let longestGivenFile = 64 << 20

/// The bytes of a report named on the command line: of a file, since a pipe would be waited for.
func readReport(_ path: String) throws(GivenError) -> [UInt8] {
  do throws(FileFault) { return try readRegularFile(Array(path.utf8), limit: longestGivenFile) } catch {
    throw GivenError("\(path): \(error.message)" + (error.hint.map { "; \($0)" } ?? ""))
  }
}
