import Attestation
import Installation
import Registry
import VerifierSetup
import Web

/// What the backend publishes, made again when it is some seconds old: signing a list of 16 million entries for every
/// request would invite denial of service.
struct Publications: Sendable {
  private let authority: TimedCache<Authority>
  private let lists: TimedCache<[UInt8: [UInt8]]>
  private let changes: TimedCache<[UInt8: [UInt8]]>
  private let log: TimedCache<[UInt8]>
  private let whole: TimedCache<[UInt8]>

  /// How long an answer based on a published list counts as up to date, in seconds.
  private static let freshSeconds: Int64 = 86_400

  init(registry: Registry, authority: TimedCache<Authority>, resources: Resources) {
    self.authority = authority
    lists = TimedCache(seconds: 30) { now in
      let key = try authority.value(at: now).keys.publications
      return try Dictionary(
        uniqueKeysWithValues: registry.statusLists().map { list in
          let signed = try SignedStatusList.sign(
            list, issuedAt: now, refreshBy: now + Self.freshSeconds, with: key)
          return (list.list, signed.bytes)
        })
    }
    changes = TimedCache(seconds: 30) { now in
      let key = try authority.value(at: now).keys.publications
      return try Dictionary(
        uniqueKeysWithValues: registry.changeLists().map { list in
          (
            list.list,
            try SignedChangeList.sign(list, issuedAt: now, refreshBy: now + Self.freshSeconds, with: key).bytes
          )
        })
    }
    log = TimedCache(seconds: 10) { now in
      Array(try authority.value(at: now).checkpoint(of: registry).text.utf8)
    }
    whole = TimedCache(seconds: 60) { now in
      let authority = try authority.value(at: now)
      return try SignedBundle.make(
        publications: authority.keys.publications, signedTrustList: authority.trustList,
        statusLists: registry.statusLists(), changeLists: registry.changeLists(),
        checkpoint: authority.checkpoint(of: registry), resources: resources, now: now, freshSeconds: Self.freshSeconds
      ).bytes
    }
  }

  func trustList(at now: Int64) throws -> [UInt8] { try authority.value(at: now).trustList.bytes }
  func statusList(_ list: UInt8, at now: Int64) throws -> [UInt8]? { try lists.value(at: now)[list] }
  func changeList(_ list: UInt8, at now: Int64) throws -> [UInt8]? { try changes.value(at: now)[list] }
  func checkpoint(at now: Int64) throws -> [UInt8] { try log.value(at: now) }
  func bundle(at now: Int64) throws -> [UInt8] { try whole.value(at: now) }
}
