import Attestation
import ErrorCauses
import Foundation
import ScratchFolders
import Testing
import Verifying

@testable import OfflineVerification

@Suite(.scratchFolders) struct VerifierMemoryTests {
  private let root = RootFingerprint(of: SigningKey().publicKey)
  private let other = RootFingerprint(of: SigningKey().publicKey)

  private func memory() throws -> (memory: VerifierMemory, file: String) {
    let state = try scratchFolder()
    return (VerifierMemory(environment: ["XDG_STATE_HOME": state]), state + "/xinbao/seen.json")
  }

  @Test func theNewestIsRememberedOfEachIssuer() throws {
    let (memory, file) = try memory()
    for (given, newest) in [(500, 500), (700, 700), (700, 700)] as [(Int64, Int64)] {
      let taken = try memory.take(SeenPublications(newest: given), of: root, from: "list")
      #expect(taken.seen.newest == newest && taken.lapse == nil)
    }
    // A time alone, such as that of a home's own list, may be older: only the clock must not be.
    #expect(try memory.take(SeenPublications(newest: 600), of: root, from: "home").seen.newest == 700)
    #expect(try memory.take(SeenPublications(newest: 5), of: other, from: "list").seen.newest == 5)
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    let entries = try FileManager.default.contentsOfDirectory(atPath: (file as NSString).deletingLastPathComponent)
    #expect(Set(entries) == ["seen.json", "seen.lock"])
  }

  @Test func anOlderBundleOrListIsRefused() throws {
    let (memory, file) = try memory()
    func take(_ bundle: Int64?, _ list: UInt64?, of root: RootFingerprint) throws -> SeenPublications {
      try memory.take(
        SeenPublications(newest: bundle ?? 0, bundle: bundle, list: list), of: root, from: "b.bundle"
      ).seen
    }
    func refusal(_ bundle: Int64?, _ list: UInt64?) throws -> String {
      let before = try Data(contentsOf: URL(fileURLWithPath: file))
      let error = try #require(throws: OlderThanSeen.self) { try take(bundle, list, of: root) }
      #expect(error.cause == .input && error.remedy == .askedMoment)
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
      return error.description
    }
    _ = try take(1_795_000_000, 3, of: root)
    // A newer list beside the same bundle; from then on, the bundle's own is too old.
    #expect(try take(1_795_000_000, 4, of: root).list == 4)
    #expect(
      try refusal(1_795_000_000, 3)
        == "b.bundle: brings trust list 3; list 4 was used here before (\(file)); use that one, "
        + "or a newer one")
    #expect(
      try refusal(1_794_999_999, 4).hasPrefix(
        "b.bundle: is a bundle of 2026-11-18T19:06:39+08:00; one of 2026-11-18T19:06:40+08:00 was used here before"))
    #expect(try refusal(nil, 3).contains("trust list 3"))
    // A list alone says nothing of bundles, and forgets none.
    #expect(try take(nil, 5, of: root).bundle == 1_795_000_000)
    _ = try take(1, 1, of: other)
  }

  @Test func itLiesWithTheUsersStateOrNowhere() throws {
    let home = try scratchFolder()
    for (state, folder) in [
      (nil, "/.local/state"), ("", "/.local/state"), ("relative", "/.local/state"), (home + "/s", "/s"),
    ] {
      var environment = ["HOME": home]
      environment["XDG_STATE_HOME"] = state
      let taken = try VerifierMemory(environment: environment).take(SeenPublications(newest: 7), of: root, from: "b")
      #expect(taken.lapse == nil && FileManager.default.fileExists(atPath: home + folder + "/xinbao/seen.json"))
    }
    let nowhere = try VerifierMemory(environment: ["HOME": "."]).take(SeenPublications(newest: 7), of: root, from: "b")
    #expect(nowhere.seen.newest == 7 && nowhere.lapse?.contains("XDG_STATE_HOME") == true)
  }

  @Test func whatCannotBeKeptIsSaidOnlyWhereThereIsSomethingToKeep() throws {
    let (memory, file) = try memory()
    _ = try memory.take(SeenPublications(newest: 7, bundle: 7), of: root, from: "b")
    // A folder where the next file is written: nobody may write here, not even the superuser.
    let folder = (file as NSString).deletingLastPathComponent
    let away = folder + ".away"
    try FileManager.default.moveItem(atPath: folder, toPath: away)
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: "/proc/self/fd")
    let taken = try memory.take(SeenPublications(newest: 8, bundle: 8), of: root, from: "b")
    #expect(taken.seen.newest == 8 && taken.lapse?.contains("seen.json: cannot be written") == true)
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: away, toPath: folder)
    #expect(try memory.take(SeenPublications(newest: 7, bundle: 7), of: root, from: "b").lapse == nil)
  }

  @Test(arguments: ["", "{", "[]", #"{"a1": {"bundle": 7}}"#, #"{"a1": {"newest": "7"}}"#])
  func aDamagedFileIsNoEmptyOne(content: String) throws {
    let (memory, file) = try memory()
    _ = try memory.take(SeenPublications(newest: 7), of: root, from: "b")
    try content.write(toFile: file, atomically: false, encoding: .utf8)
    let error = try #require(throws: MemoryDamaged.self) {
      try memory.take(SeenPublications(newest: 9), of: root, from: "b")
    }
    #expect(error.description.hasPrefix("\(file): is damaged; ") && error.cause == .environment)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == content, "it is left for whoever looks at it")
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    #expect(throws: MemoryDamaged.self) { try memory.take(SeenPublications(newest: 9), of: root, from: "b") }
  }

  @Test func atOnceNobodyForgetsWhatOthersSaw() async throws {
    let (memory, _) = try memory()
    let roots = (0..<20).map { _ in RootFingerprint(of: SigningKey().publicKey) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for root in roots {
        group.addTask { _ = try memory.take(SeenPublications(newest: 9, bundle: 9), of: root, from: "b") }
      }
      try await group.waitForAll()
    }
    for root in roots {
      #expect(throws: OlderThanSeen.self) {
        try memory.take(SeenPublications(newest: 8, bundle: 8), of: root, from: "b")
      }
    }
  }

  @Test func theFloorOfTheClockIsTheNewestThatWasSeen() throws {
    var trust = Trust(TrustList(sequence: 1, issuedAt: 5, refreshBy: 10, keys: try KeySet([])))
    let (memory, _) = try memory()
    #expect(try trust.raiseFloor(by: memory, taking: SeenPublications(newest: 9), of: root, from: "b") == nil)
    #expect(trust.clockFloor == 9)
    let note = try trust.raiseFloor(
      by: VerifierMemory(environment: [:]), taking: SeenPublications(newest: 4), of: root, from: "b")
    #expect(trust.clockFloor == 9 && note?.hasPrefix("note: ") == true)
  }
}
