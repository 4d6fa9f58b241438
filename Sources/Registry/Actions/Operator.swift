/// A person who works with the registry, by the name that the door knows: at a command, the system's user. Two names are
/// two persons, so each person has one name, the same at every door.
public struct Operator: Sendable, Equatable, CustomStringConvertible {
  public let name: String
  public var description: String { name }

  /// - Throws: `RegistryError.invalid` for a name that is not 1 to 64 visible characters.
  public init(_ name: String) throws(RegistryError) {
    let scalars = name.unicodeScalars
    let isVisible = scalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned: false
      default: true
      }
    }
    guard (1...64).contains(scalars.count), isVisible else {
      throw .invalid(what: "name of the operator", problem: "must have 1 to 64 visible characters, without spaces")
    }
    self.name = name
  }
}
