import Foundation
import ScratchFolders
import Testing

@testable import Records

/// A local supplement is a file that is dropped into the catalogue's folder, and nothing else.
@Suite(.scratchFolders) struct LocalSupplements {
  /// The shipped catalogue, copied without its supplements, with one of ours.
  private func catalogue(with supplement: String?) throws -> Catalogue {
    let folder = URL(filePath: try scratchFolder()).appending(path: "catalogue")
    try FileManager.default.copyItem(at: URL(filePath: shippedDirectory), to: folder)
    try FileManager.default.removeItem(at: folder.appending(path: "supplements"))
    try supplement?.write(to: folder.appending(path: "anywhere.yaml"), atomically: true, encoding: .utf8)
    return try Catalogue.load(directory: folder.path)
  }

  private let city = """
    supplement:
      categories:
        - {key: cityParking, label: 停车信用, date: on, fields: [{key: on, label: 日期, kind: date}]}
    """

  @Test func theirCategoriesStandInEveryEdition() throws {
    let plain = try catalogue(with: nil)
    let supplemented = try catalogue(with: city)
    #expect(supplemented.categories.count == plain.categories.count + 1)
    #expect(supplemented.editions.count == 4)
    for (edition, before) in zip(supplemented.editions, plain.editions) {
      let (last, lastBefore) = (
        edition.sections[edition.sections.count - 1], before.sections[before.sections.count - 1]
      )
      #expect(lastBefore.content == .records(["localSupplement"]))
      #expect(last.content == .records(["localSupplement", "cityParking"]))
      #expect(edition.sections.dropLast() == before.sections.dropLast())
    }
    // As any other category's, its records may say what the rules go by.
    #expect(supplemented.categories.last?.fields.contains { $0.naming.key == "repairStatus" } == true)
  }

  @Test func guangdongsIsOne() throws {
    let keys = try shippedCatalogue().categories.map(\.naming.key)
    #expect(Set(keys).isSuperset(of: ["gdEnvironment", "gdHousekeeping", "gdFireSafety", "gdNotifiedCommitment"]))
  }

  @Test func anEditionWithoutAPlaceForThemIsNamed() throws {
    var parts = CatalogueParts()
    try parts.add(CatalogueMistakes.sound, file: "c.yaml")
    try parts.add(city, file: "city.yaml")
    let error = try #require(throws: CatalogueError.self) { try parts.catalogue(directory: "dir") }
    #expect(error.description.contains("the edition 2021 has no place for the supplement in city.yaml"), "\(error)")
  }

  @Test func maskProfilesHaveTheSameMasks() throws {
    var parts = CatalogueParts()
    try parts.add(CatalogueMistakes.sound, file: "c.yaml")
    try parts.add("maskProfiles: [{key: open, masks: [{key: other, first: 1}]}]", file: "m.yaml")
    let error = try #require(throws: CatalogueError.self) { try parts.catalogue(directory: "dir") }
    #expect(
      error.description == "m.yaml:1:16: the mask profile open has no mask identity; every profile has the same masks")
  }

  @Test(arguments: [
    ("{severity: slight, only: [警告]}", "severity cannot be slight"),
    ("{severity: minor}", "a class of decisions must have one of only and any"),
    ("{severity: minor, only: [警告], any: [罚款]}", "a class of decisions must have one of only and any"),
  ])
  func aClassOfDecisionsAsksForSomething(text: String, message: String) throws {
    let sound = CatalogueMistakes.sound.replacing(
      "maximum: {general: 12}", with: "maximum: {general: 12}, classes: [\(text)]")
    var parts = CatalogueParts()
    let error = try #require(throws: CatalogueError.self) { try parts.add(sound, file: "c.yaml") }
    #expect(error.description.contains(message), "\(error)")
  }
}
