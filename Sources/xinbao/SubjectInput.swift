import ArgumentParser
import CivilTime
import Foundation
import Installation
import Records

/// Whose data a command takes, and from where: a credit file, or what was gathered.
struct SubjectInput {
  var file: String?
  var subject: String?
  var gathering: GatheringLocation

  static func validate(file: String?, subject: String?, gathering: GatheringLocation) throws(ValidationError) {
    guard (file == nil) != (subject == nil) else {
      throw ValidationError("name a credit file, or the --subject whose data were gathered")
    }
    if subject == nil, gathering.gathering != nil { throw ValidationError("--gathering goes with --subject") }
  }

  /// What messages call the input.
  var name: String { file ?? "subject \(ShownPerson.text(subject ?? ""))" }

  /// - Parameter home: opened only for what was gathered.
  func read(_ catalogue: Catalogue, _ reading: ReadingOptions, home: () throws -> Home) throws -> Reading {
    if let file { return try reading.read(file, catalogue) }
    let home = try home()
    let location = gathering.gathering
    let source = StoreSource { try home.openGathering(location, catalogue: catalogue, makes: false) }
    guard let bytes = try source.creditFile(ofCode: subject ?? "") else {
      throw InputError("\(name): nothing was delivered about it; look it up with `xinbao gather subjects`")
    }
    return try CreditFileReader(catalogue: catalogue, options: reading.options, now: { .now() }).read(
      bytes: bytes, name: name)
  }
}
