import Foundation

extension BeijingTime {
  public static func now() -> BeijingTime {
    BeijingTime(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
