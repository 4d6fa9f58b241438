import Testing

@testable import Attestation

/// A root and the keys that it vouches for, as a province has them.
struct Province {
  let root: SigningKey
  let reports: SigningKey, publications: SigningKey
  let log: LogSigningKey
  var list: TrustList
  var fingerprint: RootFingerprint { RootFingerprint(of: root.publicKey) }

  init(_ algorithm: SignatureAlgorithm = .es256) throws {
    (root, reports) = (try SigningKey(algorithm: algorithm), try SigningKey(algorithm: algorithm))
    publications = try SigningKey(algorithm: algorithm)
    log = try LogSigningKey(name: "verify.example.cn/log")
    let signing = 1_790_000_000...Int64(1_800_000_000)
    list = TrustList(
      sequence: 7, issuedAt: 1_794_000_000, refreshBy: 1_798_000_000,
      keys: try KeySet([
        KeySet.Entry(publicKey: reports.publicKey, uses: [.reports], signing: signing, verifyUntil: 1_900_000_000),
        KeySet.Entry(
          publicKey: publications.publicKey, uses: [.publications], signing: signing, verifyUntil: 1_900_000_000),
        KeySet.Entry(log: log.publicKey, signing: signing, verifyUntil: 1_900_000_000),
      ]), certificateRoots: [[UInt8](repeating: 5, count: 32)])
  }

  func signedList() throws -> SignedTrustList { try .sign(list, with: root) }

  func statusList(_ set: [(index: UInt32, status: ReportStatus)] = [(70, .revoked)], at time: Int64 = sampleNow) throws
    -> SignedStatusList
  {
    try .sign(StatusList(list: 1, set: set), issuedAt: time, refreshBy: time + 1000, with: publications)
  }

  func changeList(_ days: [UInt32: Int] = [70: 20_700], list: UInt8 = 1) throws -> SignedChangeList {
    try .sign(ChangeList(list: list, days: days), issuedAt: sampleNow, refreshBy: sampleNow + 1000, with: publications)
  }

  func checkpoint(_ frontier: LogFrontier) throws -> SignedCheckpoint {
    try .sign(Checkpoint(origin: log.name, size: frontier.size, root: frontier.root), with: log)
  }

  func bundle(
    files: [String: [UInt8]] = ["templates/a.yaml": [1, 2]], statuses: [SignedStatusList]? = nil,
    changes: [SignedChangeList] = [],
    by key: SigningKey? = nil, checkpoint: SignedCheckpoint? = nil
  ) throws -> SignedBundle {
    try .sign(
      VerificationBundle(
        trustList: signedList(), statusLists: try statuses ?? [statusList()], changeLists: changes,
        checkpoint: checkpoint, files: files, issuedAt: sampleNow, refreshBy: sampleNow + 1000),
      with: key ?? publications)
  }

  static let receipt = Receipt(
    number: "R-0001", time: sampleNow, channel: "web", leaf: MerkleTree.leafHash([1]), answer: "VALID")
}

/// The reason of a refusal, or `ACCEPTED`.
func reason(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "ACCEPTED"
  } catch let error as TrustRefusal { return error.reason.rawValue } catch let error as TokenRefusal {
    return error.reason.rawValue
  } catch { return "\(error)" }
}

/// How many of the messages that differ from a good one, by a single bit or by a missing end, are accepted.
func acceptedDamage(to bytes: [UInt8], _ read: ([UInt8]) throws -> Void) -> (flips: Int, cuts: Int) {
  var accepted = (flips: 0, cuts: 0)
  for bit in 0..<bytes.count * 8 {
    var damaged = bytes
    damaged[bit / 8] ^= 1 << UInt8(bit % 8)
    if (try? read(damaged)) != nil { accepted.flips += 1 }
  }
  for length in 0..<bytes.count where (try? read(Array(bytes.prefix(length)))) != nil { accepted.cuts += 1 }
  return accepted
}
