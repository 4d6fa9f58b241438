import ReportKinds
import Testing

@testable import Attestation

/// The forms that other programs read, by the numbers that the standards give them, and how long a thing may be.
@Suite struct FormTests {
  // MARK: Trust lists

  /// The keys of a list as COSE_Key maps, wherever in its content they stand.
  private func coseKeys(_ signed: SignedTrustList) throws -> [[Int64: CBOR]] {
    let payload = try CBOR(decoding: SignedMessage(reading: signed.bytes, as: .trustList).payload)
    guard case .map(let members) = payload, case .array(let content)? = members.last?.value else { return [] }
    let lists = content.compactMap { item -> [CBOR]? in if case .array(let items) = item { items } else { nil } }
    return lists.flatMap { $0 }.compactMap { item in
      guard case .map(let entries) = item else { return nil }
      return Dictionary(
        uniqueKeysWithValues: entries.compactMap { entry in entry.key.integer.map { ($0, entry.value) } })
    }
  }

  /// RFC 9052 §7.1: key type 1, key id 2, algorithm 3. RFC 9053 §7.1: EC2 is 2 with the curve P-256 1, OKP is 1 with
  /// Ed25519 6; x is -2, y is -3, of which the parity is enough. SM2 has one private number for algorithm and curve.
  @Test(arguments: [(SignatureAlgorithm.es256, -7, 1), (.sm2, -65538, -65538)] as [(SignatureAlgorithm, Int64, Int64)])
  func keysAreThoseOfCOSE(algorithm: SignatureAlgorithm, number: Int64, curve: Int64) throws {
    var province = try Province(algorithm)
    try province.list.keys.change(province.reports.kid) { $0.isDevelopment = true }
    let keys = try coseKeys(province.signedList())
    #expect(keys.count == 3)
    for (key, entry) in zip(keys, province.list.keys.entries) {
      let isLog = entry.algorithm == .eddsa
      #expect(key[1] == .unsigned(isLog ? 1 : 2) && key[2] == .bytes(entry.kid.bytes))
      #expect(key[3] == .integer(isLog ? -8 : number) && key[-1] == .integer(isLog ? 6 : curve))
      #expect(key[-3] == (isLog ? nil : .boolean(entry.publicKey.point.first == 3)))
      #expect(key[-2] == .bytes(isLog ? entry.publicKey.point : Array(entry.publicKey.point.dropFirst())))
      // From, until, verify until, and what for, in which the highest bit is that of a key for trying out.
      guard case .array(let terms)? = key[-65537], terms.count == 4, case .unsigned(let bits) = terms[3] else {
        Issue.record("a key without terms")
        continue
      }
      #expect(terms[0].time == entry.signing.lowerBound && terms[2].time == entry.verifyUntil)
      #expect(bits & 128 == (entry.isDevelopment ? 128 : 0) && bits & 127 != 0)
    }
  }

  @Test func aListThatNoPaperHoldsIsNotSigned() throws {
    var province = try Province()
    province.list.certificateRoots = (0..<1800).map {
      [UInt8(truncatingIfNeeded: $0)] + [UInt8](repeating: 1, count: 31)
    }
    #expect(throws: Never.self) { try province.signedList() }
    province.list.certificateRoots += province.list.certificateRoots.prefix(200)
    #expect(throws: AttestationError.self) { try province.signedList() }
  }

  @Test func aPrintedListSaysWhatItIs() throws {
    let province = try Province()
    let text = try province.signedList().text
    #expect(text.hasPrefix("xinbao-trust:"))
    let digits = text.dropFirst("xinbao-trust:".count)
    #expect(
      try SignedTrustList(reading: "XINBAO-TRUST:\n" + digits).verified(byRoot: province.fingerprint) == province.list)
    for other in ["xinbao-other:" + digits, "0000000000000" + digits, "\(digits)", "xinbao-trust:", ""] {
      #expect(reason { _ = try SignedTrustList(reading: other) } == "MALFORMED")
    }
  }

  // MARK: Status lists

  @Test func aListHasOneFormHoweverItCameAbout() throws {
    let nothing = StatusList(list: 1, set: [])
    #expect(StatusList(list: 1, set: [(5, .revoked), (5, .valid)]) == nothing, "what was taken back leaves no trace")
    #expect(
      StatusList(list: 1, set: [(0, .revoked), (9, .revoked), (9, .valid)]) == StatusList(list: 1, set: [(0, .revoked)])
    )
    let zeros = try #require(Zlib.compressed([1, 0]))
    #expect(StatusList(list: 1, compressed: zeros) == nil, "zeros at the end would be a second form")
    let ones = try #require(Zlib.compressed([2, 1]))
    #expect(StatusList(list: 1, compressed: ones) == StatusList(list: 1, set: [(0, .superseded), (4, .revoked)]))
    #expect(StatusList(list: 1, compressed: ones + [0]) == nil)
  }

  // MARK: Claims

  private func claims(
    issuedAt: Int64 = sampleNow, expiresAt: Int64 = sampleNow + 1, number: String = "1", subject: String = "甲",
    ident: String = "2", days: ClosedRange<Int> = 0...1, records: Int = 0, pages: Int = 0
  ) throws -> ReportClaims {
    try ReportClaims(
      issuedAt: issuedAt, expiresAt: expiresAt, kind: .enterprise, catalogueVersion: 1, number: number,
      subject: subject, ident: ident, days: days, recordCount: records, pages: pages,
      digest: [UInt8](repeating: 0, count: 32), status: .init(0), terms: nil)
  }

  @Test func claimsEndWhereTheirNumbersDo() throws {
    let last = Int64(UInt32.max)
    let taken: [() throws -> ReportClaims] = [
      { try claims(issuedAt: 0, expiresAt: 1) }, { try claims(issuedAt: last - 1, expiresAt: last) },
      { try claims(number: String(repeating: "1", count: ReportClaims.maximumNumberLength)) },
      { try claims(ident: String(repeating: "1", count: ReportClaims.maximumIdentLength)) },
      { try claims(days: 0...0) }, { try claims(days: 65_535...65_535) },
    ]
    for make in taken {
      let claims = try make()
      #expect(try ReportClaims(payload: claims.payload) == claims)
    }
    #expect(ReportClaims.maximumNumberLength == 40, "more, and the token outgrows its symbol (docs/token.md)")
    let refused: [() throws -> ReportClaims] = [
      { try claims(issuedAt: -1) }, { try claims(issuedAt: last, expiresAt: last + 1) },
      { try claims(issuedAt: 5, expiresAt: 5) }, { try claims(issuedAt: 6, expiresAt: 5) },
      { try claims(number: String(repeating: "1", count: ReportClaims.maximumNumberLength + 1)) },
      { try claims(subject: String(repeating: "1", count: ReportClaims.maximumSubjectLength + 1)) },
      { try claims(ident: String(repeating: "1", count: ReportClaims.maximumIdentLength + 1)) },
      { try claims(number: "") }, { try claims(days: -1...0) }, { try claims(days: 0...65_536) },
      { try claims(records: -1) }, { try claims(pages: -1) },
    ]
    for (index, make) in refused.enumerated() {
      #expect(throws: AttestationError.self, "claims \(index)") { try make() }
    }
    #expect(try claims(records: 65_536, pages: 256).recordCount == .max)
  }

  // MARK: Links

  @Test func nobodyIsMadeToReadALibrary() throws {
    let token = try Token.sign(try sampleClaims(), with: SigningKey())
    let link = try VerificationLink(host: "verify.example.cn", token: token).url
    #expect(
      try VerificationLink(reading: link + String(repeating: " ", count: 16_384 - link.utf8.count)).token == token)
    #expect(throws: TokenRefusal.self) { try VerificationLink(reading: link + String(repeating: " ", count: 16_384)) }
  }
}
