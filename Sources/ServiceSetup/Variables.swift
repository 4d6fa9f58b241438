import ArgumentParser

/// The environment, where every option of a service has a variable, too: `--trusted-proxy` is `XINBAO_TRUSTED_PROXY`.
public struct Variables: Sendable {
  public let all: [String: String]
  public init(_ all: [String: String]) { self.all = all }

  /// - Parameter variable: without `XINBAO_`.
  /// - Returns: nil if neither is given, or the variable is empty.
  public func text(_ flag: String?, _ variable: String) -> String? {
    flag ?? all["XINBAO_" + variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Parameter option: its name without dashes.
  /// - Throws: `ValidationError`.
  public func number(_ flag: Int?, _ option: String, in range: ClosedRange<Int>) throws -> Int? {
    let variable = Self.name(option)
    guard let given = text(flag.map(String.init), variable) else { return nil }
    guard let number = Int(given), range.contains(number) else {
      throw ValidationError(
        "--\(option) (XINBAO_\(variable)) takes a number from \(range.lowerBound) to \(range.upperBound), not `\(given)`"
      )
    }
    return number
  }

  /// The variable of an option, without `XINBAO_`.
  static func name(_ option: String) -> String { option.uppercased().replacing("-", with: "_") }
}
