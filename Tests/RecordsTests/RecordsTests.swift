import Testing

@testable import Records

/// The catalogue that ships with the program.
let shippedDirectory = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/templates/catalogue"
let shipped = Result { () throws(CatalogueError) in try Catalogue.load(directory: shippedDirectory) }

@Test func theShippedCatalogueLoads() throws {
  let catalogue = try shipped.get()
  #expect(catalogue.version == 1)
  #expect(catalogue.editions.map(\.naming.key) == ["2021", "2022"])
}
