public import ErrorCauses
import JSON

/// Why bytes are not the canonical data of a report.
public enum CanonicalDataError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The limit is in bytes.
  case tooLarge(limit: Int)
  /// Data of a version that this program does not read.
  case version(Int)
  /// `offset` counts bytes from 0; `member` is the last member that was read.
  case malformed(String, member: String, offset: Int)

  public var cause: ErrorCause { .input }

  init(_ fault: CanonicalJSONFault) {
    self = .malformed(fault.problem, member: fault.member, offset: fault.offset)
  }

  public var description: String {
    switch self {
    case .tooLarge(let limit): "report data larger than \(limit) bytes; no report is as large"
    case .version(let version):
      "report data of version \(version); this program reads versions \(Report.readableVersions.lowerBound) to "
        + "\(Report.readableVersions.upperBound): use the program of the report's time"
    case .malformed(let problem, let member, let offset):
      "damaged report data: \(problem) at byte \(offset), at `\(member)`; get the report anew from where it was issued"
    }
  }
}
