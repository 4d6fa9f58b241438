/// Why a builder of reports cannot be made from a catalogue.
public enum ReportError: Error, Equatable, CustomStringConvertible {
  case unknownEdition(String, known: [String])
  case unknownCategory(String, section: String, edition: String)
  case repeatedCategory(String, section: String, edition: String)

  public var description: String {
    switch self {
    case .unknownEdition(let name, let known):
      "edition \"\(name)\" is not in the catalogue: choose one of \(known.joined(separator: ", "))"
    case .unknownCategory(let name, let section, let edition):
      "edition \(edition), section \(section): the catalogue has no category \"\(name)\": add it or correct the name"
    case .repeatedCategory(let name, let section, let edition):
      "edition \(edition), section \(section): category \"\(name)\" is in a section already: its records would be "
        + "listed twice; remove one"
    }
  }
}
