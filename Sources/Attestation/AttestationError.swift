public import ErrorCauses

/// Why keys cannot be kept or a token cannot be made. (A refused token is an answer, not an error of the program:
/// `TokenRefusal`.)
public enum AttestationError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// A claim that the token cannot hold.
  case claim(name: String, problem: String)
  /// A host name that the link cannot hold.
  case host(String, problem: String)
  /// A key set or one of its entries; `location` is a file, with the entry's JSON pointer if there is one.
  case keySet(location: String, problem: String, remedy: Remedy? = nil)
  /// A file or folder of the key store.
  case file(path: String, problem: String, remedy: Remedy? = nil)
  /// A request to administer keys that is refused; `location` is a file, a key or the key set.
  case refused(location: String, problem: String, remedy: Remedy? = nil)
  /// The cryptographic library failed.
  case signing(problem: String)

  public var cause: ErrorCause {
    switch self {
    case .refused: .input
    // The code that makes claims must know what a token can hold.
    case .claim: .defect
    case .host, .keySet, .file, .signing: .environment
    }
  }

  public var remedy: Remedy? {
    switch self {
    case .keySet(_, _, let remedy), .file(_, _, let remedy), .refused(_, _, let remedy): remedy
    case .claim, .host, .signing: nil
    }
  }

  public var description: String {
    switch self {
    case .claim(let name, let problem): "token claim `\(name)`: \(problem)"
    case .host(let host, let problem): "verification host `\(host)`: \(problem)"
    case .keySet(let location, let problem, _): "\(location): \(problem)"
    case .file(let path, let problem, _): "\(path): \(problem)"
    case .refused(let location, let problem, _): "\(location): \(problem)"
    case .signing(let problem): "signing the token failed: \(problem)"
    }
  }
}
