import Foundation

/// The person at a command: the system's user, by the number that the kernel knows. `$USER` says what anybody wants.
enum SystemUser {
  static var name: String {
    let number = getuid()
    guard let entry = getpwuid(number), let name = entry.pointee.pw_name else { return "uid-\(number)" }
    return String(cString: name)
  }
}
