public import ErrorCauses

/// Why a text cannot become a symbol that prints and reads well.
public enum QRError: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  /// libqrencode takes C strings; a NUL would silently truncate the text.
  case unencodable(reason: String)
  /// The text does not fit in any symbol whose modules are large enough for office printers and cameras.
  case tooDense(bytes: Int, moduleMillimetres: Double?, sideMillimetres: Double)
  /// The library failed for a reason other than the text: memory.
  case library(errno: Int32)

  public var cause: ErrorCause { .defect }

  public var description: String {
    switch self {
    case .unencodable(let reason): return "QR symbol: \(reason); give a non-empty text without NUL"
    case .tooDense(let bytes, let module, let side):
      let found = module.map { "its modules would be \(thousandths($0)) mm" } ?? "no QR symbol holds it"
      return "QR symbol: \(bytes) bytes do not fit in a side of \(thousandths(side)) mm: \(found), "
        + "at least \(thousandths(PrintRule.smallestModule)) mm are needed; "
        + "shorten the text (host name, subject's name) or enlarge the symbol"
    case .library(let errno): return "QR symbol: libqrencode failed with errno \(errno); free memory and try again"
    }
  }
}

/// Without Foundation's formatting: 0.387 and not 0.38709677419354838.
private func thousandths(_ value: Double) -> String {
  value.isFinite ? "\((value * 1000).rounded() / 1000)" : "\(value)"
}
