import ErrorCauses
import Gathering
import RemedyWords
import Tables

/// What is wrong and what to do about it, as the commands say it. Gathering reads tables without the options of an import.
enum GatheringWords {
  static func sentence(_ error: any Error) -> String {
    switch error {
    case GatheringError.otherName: "\(error); --other-name says that it is meant"
    default: error.sentence
    }
  }

  /// Of a delivery.
  static func ofDelivery(_ error: any Error) -> String {
    guard let error = error as? TableError else { return sentence(error) }
    return switch error.remedy {
    case .keepUnknown?: "\(asking(error)); \(mapping), and hand it in again"
    case .tableCategory?:
      "\(error); name the one category in the notice, or the file or the sheet after it, as 行政处罚.csv"
    case .tableEncoding?: "\(error); save it as UTF-8"
    case .receivedColumn?, nil: "\(error)"
    case _?: error.sentence
    }
  }

  private static let mapping =
    "say what they mean with `xinbao gather mapping SOURCE --from-table TABLE` (columns without meaning: -)"

  /// Without advice to remove or rename columns: a source's own heads are kept, and mapped.
  private static func asking(_ error: TableError) -> TableError {
    var error = error
    if error.hint?.hasPrefix("did you mean") != true { error.hint = nil }
    return error
  }
}
