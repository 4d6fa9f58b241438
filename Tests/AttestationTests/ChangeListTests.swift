import Testing

@testable import Attestation

@Suite struct ChangeListTests {
  let province: Province
  init() throws { province = try Province() }

  @Test func aListOfChangesSaysWhatItWasTold() throws {
    for days in [[:], [0: 0, 70: 20_700, 71: 20_701, 65_536: 1, 16_777_215: 65_535]] as [[UInt32: Int]] {
      let read = try province.changeList(days, list: 7).verified(by: province.list.keys, at: sampleNow)
      #expect(read.content == ChangeList(list: 7, days: days))
      #expect(read.issuedAt == sampleNow && read.refreshBy == sampleNow + 1000)
    }
  }

  /// One list has one form: whole entries, ascending, each index once.
  @Test(
    arguments: [
      ("half an entry", [0, 0, 1, 80]), ("an index twice", [0, 0, 1, 80, 0, 0, 0, 1, 80, 1]),
      ("the greater index first", [0, 0, 2, 80, 0, 0, 0, 1, 80, 0]),
    ] as [(String, [UInt8])])
  func anotherFormIsNone(name: String, packed: [UInt8]) throws {
    #expect(ChangeList(list: 1, compressed: try #require(Zlib.compressed(packed))) == nil, "\(name)")
  }

  /// A status list is no list of changes, and the other way round, whoever signed it.
  @Test func aListIsOfItsKind() throws {
    let (statuses, changes) = (try province.statusList().bytes, try province.changeList().bytes)
    #expect(
      reason { _ = try SignedChangeList(bytes: statuses).verified(by: province.list.keys, at: sampleNow) }
        == "WRONG_KIND")
    #expect(
      reason { _ = try SignedStatusList(bytes: changes).verified(by: province.list.keys, at: sampleNow) }
        == "WRONG_KIND")
    let damage = acceptedDamage(to: changes) {
      _ = try SignedChangeList(bytes: $0).verified(by: province.list.keys, at: sampleNow)
    }
    #expect(damage == (0, 0))
  }

  private func read(_ bundle: SignedBundle) throws -> VerifiedBundle {
    try bundle.verified(byRoot: province.fingerprint, at: sampleNow)
  }

  @Test func aBundleCarriesTheListsBesideItsFiles() throws {
    let bundle = try read(province.bundle(changes: [province.changeList(), province.changeList([:], list: 2)]))
    #expect(bundle.changeLists.map(\.content.list) == [1, 2])
    #expect(bundle.changeLists[0].content.days == [70: 20_700])
    #expect(bundle.files == ["templates/a.yaml": [1, 2]], "they are no templates")
    #expect(try read(province.bundle()).changeLists.isEmpty)
  }

  /// In a bundle, too, a list counts by its own signature.
  @Test func aBundleWithAListOfSomebodyElsesIsRefused() throws {
    let forged = try Province().changeList()
    #expect(reason { _ = try read(province.bundle(changes: [forged])) } == "UNKNOWN_KEY")
    let twice = [try province.changeList(), try province.changeList([:])]
    #expect(reason { _ = try read(province.bundle(changes: twice)) } == "MALFORMED")
  }
}
