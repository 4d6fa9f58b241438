import Attestation
import Batches
import Importing
import Issuing
import PDF
import QRCode
import Records
import Registry
import Reports
import Templates
import Typeface
import Typesetting
import Verifying

/// What a script reads off the command: README.md, “Use”.
enum ExitStatus: Int32 {
  case done = 0
  /// Not valid; part of a batch failed.
  case no = 1
  case wrongUse = 2
  case badInput = 3
  /// Font, key, disk, database.
  case environment = 4

  init(for error: any Error) {
    self =
      switch error {
      case is ReadingError, is CatalogueError, is TemplateError, is ReportError, is NoViolationError,
        is TypesettingError, is InputError, is TableError, is OversizeError, is ImportDataError, is ManifestError,
        is BatchFolderError, is DeliveryRefused:
        .badInput
      case is BatchStopped: .no
      case let error as IssuingError:
        switch error {
        case .tokenDiffers: .badInput
        case .exists: .wrongUse
        case .configuration, .home, .noHome, .resources, .write, .unpublished, .noKey: .environment
        }
      case let error as AttestationError:
        switch error {
        case .refused: .badInput
        case .claim, .host, .keySet, .file, .signing: .environment
        }
      case let error as RegistryError:
        switch error {
        case .numberTaken, .noSuchReport, .statusRefused, .invalid: .badInput
        default: .environment
        }
      default: .environment
      }
  }
}

/// The command did its work and the answer, already printed, is no.
struct AnswerIsNo: Error {
  var status = ExitStatus.no
}

/// An argument that names something unusable.
struct InputError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// An error in words, one line each, whatever they hold: a message is one line in a log. Only a template has several
/// mistakes told at once.
func messages(of error: any Error) -> [String] {
  let lines = String(describing: error).split(whereSeparator: \.isNewline).map(String.init)
  return error is TemplateError ? lines : [lines.joined(separator: " ")]
}
