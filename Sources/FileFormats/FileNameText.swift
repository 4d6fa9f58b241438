/// Text in names of files.
public enum FileNameText {
  /// In bytes; file systems allow 255, of which a hidden name needs some.
  public static let limit = 220

  /// A name with parts around a subject's, which is shortened if the whole is too long.
  public static func fitted(_ head: String, subject: String, _ tail: String) -> String {
    var name = safe(subject)
    while head.utf8.count + name.utf8.count + tail.utf8.count > limit, !name.isEmpty { name.removeLast() }
    return head + name + tail
  }

  /// With characters that file systems do not allow replaced by `_`.
  public static func safe(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? "_" : $0 }))
  }

  public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "\\", ":", "*", "?", "\"", "<", ">", "|": true
    default:
      switch scalar.properties.generalCategory {
      // Invisible characters can reverse names or make two look the same.
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
      default: false
      }
    }
  }
}
