import Foundation
import Registry

/// Who runs this program, for what two persons must do: the user who logged in, whatever account they took on since
/// (`sudo`, `su`), if the system keeps that; else the user of the process. Variables such as `USER` say what anybody wants.
struct SystemUser {
  /// A user's number.
  let id: uid_t

  /// - Parameters:
  ///   - login: Linux's `/proc/self/loginuid`: set once at log-in (pam_loginuid), and kept by all processes that follow.
  ///   - map: Linux's `/proc/self/uid_map`. In a user namespace anybody can have any number.
  init(process: uid_t, login: String?, map: String?, mustBeReal: Bool) throws(InputError) {
    if mustBeReal, let map, map.split(whereSeparator: \.isWhitespace) != ["0", "0", "4294967295"] {
      throw InputError(
        "who runs this cannot be told: it runs in a user namespace, where numbers of users are anybody's choice; run it "
          + "outside")
    }
    let login = login.flatMap { text in uid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) }
    id = if let login, login != uid_t.max { login } else { process }
  }

  /// - Parameter mustBeReal: whether a number that the user could have chosen is refused.
  static func current(mustBeReal: Bool) throws(InputError) -> SystemUser {
    try SystemUser(
      process: getuid(), login: try? String(contentsOfFile: "/proc/self/loginuid", encoding: .utf8),
      map: try? String(contentsOfFile: "/proc/self/uid_map", encoding: .utf8), mustBeReal: mustBeReal)
  }

  var name: String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var texts = [CChar](repeating: 0, count: 1 << 16)
    let name = texts.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let start = buffer.baseAddress, getpwuid_r(id, &entry, start, buffer.count, &found) == 0, found != nil
      else {
        return nil
      }
      return entry.pw_name.map { String(cString: $0) }
    }
    return name ?? "uid-\(id)"
  }
}

extension Operator {
  /// - Parameter persons: how many are needed; if it is one, it does not matter much who.
  static func ofThisSystem(needing persons: PendingAction.Persons) throws -> Operator {
    try Operator(SystemUser.current(mustBeReal: persons == .two).name)
  }
}
