/// What a message says, in both languages: the English that commands and programs answer with, and the Chinese of the
/// tables that go to clerks. Both are made in one place, from the same values, so that neither can be forgotten.
///
/// Neither ends with a full stop: what follows it (a hint, a place) is added in the manner of its language.
public struct Wording: Sendable, Hashable {
  public var english: String
  public var chinese: String

  public init(_ english: String, _ chinese: String) { (self.english, self.chinese) = (english, chinese) }

  /// Both texts, changed in the same way: masked, or put on one line.
  public func map(_ change: (String) -> String) -> Wording { Wording(change(english), change(chinese)) }

  /// Both texts, and what can be done about it.
  public func with(hint: Wording?) -> Wording {
    hint.map { Wording("\(english); \($0.english)", "\(chinese)；\($0.chinese)") } ?? self
  }

  /// Both texts, with the place that they speak of before them.
  public func at(_ place: String) -> Wording {
    place.isEmpty ? self : Wording("\(place): \(english)", "\(place)：\(chinese)")
  }
}

/// An error that may stand in a table that Chinese readers get. Its description is its English wording.
public protocol BilingualError: ClassifiedError, CustomStringConvertible {
  var wording: Wording { get }
}

extension Error {
  /// Of an error that has no Chinese words, from a library or the system: its own words, after Chinese ones that say whose
  /// it is to act.
  public var wording: Wording {
    if let error = self as? any BilingualError { return error.wording }
    let words = "\(self)"
    return switch cause {
    case .input, .usage: Wording(words, "所提交的内容无法处理，请核对后重试（原文：\(words)）")
    case .environment, .transient: Wording(words, "系统错误，请联系系统管理员（原文：\(words)）")
    case .defect: Wording(words, "程序错误，请联系软件维护人员（原文：\(words)）")
    }
  }
}
