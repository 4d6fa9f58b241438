import Attestation
import DatabaseTesting
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct LogTests {
  @Test(arguments: Store.allCases)
  func everySizeOfTheLogHasItsCheckpointAndProofs(store: Store) throws {
    let registry = try store.registry()
    let keys = [sampleLogKey.publicKey]
    #expect(try registry.newestCheckpoint() == nil)
    #expect(try registry.checkpoint(signedBy: sampleLog).verified(by: keys).size == 0)
    for index in 0..<12 { try registry.issue(index) }
    let checkpoints = try (1...12).map { try #require(try registry.checkpoint(size: $0)).verified(by: keys) }
    #expect(try registry.newestCheckpoint()?.verified(by: keys) == checkpoints[11])
    for old in checkpoints {
      for new in checkpoints where old.size <= new.size {
        let proof = try registry.consistency(from: old.size, to: new.size)
        #expect(proof.holds(oldRoot: old.root, newRoot: new.root))
      }
    }
    for index in 0..<12 {
      let payload = try ReceivedToken(try #require(try registry.report(number: sampleNumber(index))).token).leaf
      let proof = try registry.proof(number: sampleNumber(index), signedBy: sampleLog)
      #expect(try proof.verified(leaf: payload, by: keys) == checkpoints[11])
    }
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aCheckpointIsSignedOnce(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    #expect(try registry.checkpoint(signedBy: sampleLog) == registry.checkpoint(size: 1))
    // Under a new key of the same log it is signed anew.
    let other = LogSigner(key: try LogSigningKey(name: sampleLogKey.name))
    let renewed = try registry.checkpoint(signedBy: other)
    #expect(try renewed.verified(by: [other.key.publicKey]).size == 1)
    try registry.issue(sampleRequest(sampleNumber(1)))
    #expect(try registry.audit(keys: [sampleLogKey.publicKey, other.key.publicKey]).isClean)
  }

  @Test(arguments: Store.allCases)
  func whatIsNotInTheLogIsSaid(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    #expect(throws: RegistryError.noSuchReport(number: "X")) { try registry.proof(number: "X", signedBy: sampleLog) }
    #expect(throws: RegistryError.self) { try registry.consistency(from: 1, to: 2) }
    #expect(throws: RegistryError.self) { try registry.consistency(from: 1, to: 0) }
    #expect(try registry.checkpoint(size: 5) == nil)
    #expect(try registry.report(number: "X") == nil)
    #expect(try registry.report(leaf: [1]) == nil)
  }
}
