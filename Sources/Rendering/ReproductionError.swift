public import ErrorCauses
public import Reports

/// Why a report cannot be made again here. Some of the reasons speak against the file: `isDamage`.
public enum ReproductionError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  case data(CanonicalDataError)
  /// The log proof is not text.
  case proof
  /// The data do not say how the pages were made.
  case notPrinted
  /// The pages were made by another version of the program's typesetting.
  case engine(Int)
  /// The pages were made with other versions of the libraries.
  case libraries(String, here: String)
  case templateNotAtHand(name: String, digest: String)
  case fontsDiffer

  /// Whether the reason speaks against the file.
  public var isDamage: Bool {
    switch self {
    case .data, .proof: true
    case .notPrinted, .engine, .libraries, .templateNotAtHand, .fontsDiffer: false
    }
  }

  public var cause: ErrorCause { .input }

  public var description: String {
    switch self {
    case .data(let error): "\(error)"
    case .proof: "the attached log proof is not text"
    case .notPrinted: "the report's data do not say by which template its pages were made"
    case .engine(let version):
      "the report was set by version \(version) of the typesetting, this program has \(Press.engine); use the program "
        + "of that version"
    case .libraries(let names, let here):
      "the report was made with \(names), this program has \(here); use a machine with those versions"
    case .templateNotAtHand(let name, let digest):
      "the template \(name) with SHA-256 \(digest) is not at hand; put it, with its parts, into a folder of older "
        + "templates"
    case .fontsDiffer: "the report was set with other fonts than are installed here; install those of the issuer"
    }
  }
}
