/// Why a file is rejected unread. Formats are named by their labels.
public enum FileRefusal: Error, Sendable, Hashable {
  /// Neither of a format that reports have nor a picture that is read. `kind`: what it seems to be, in Chinese, if that can
  /// be told.
  case unknownFormat(known: [String], kind: String? = nil)
  /// A picture that programs for a format could open as a file of it: the code in the picture says nothing about what
  /// they show.
  case pictureAndDocument(String)
  /// A file that programs for different formats could open, each of which may show something else.
  case twoDocuments([String])
  /// Its name or its declared media type says that it is something else.
  case typeMismatch

  /// Stable code for machines.
  public var code: String {
    switch self {
    case .unknownFormat: "FILE_UNKNOWN_FORMAT"
    case .pictureAndDocument, .twoDocuments: "FILE_TWO_FORMATS"
    case .typeMismatch: "FILE_TYPE_MISMATCH"
    }
  }
}
