import Attestation
import Crypto
import FileFormats
import PDFReading
import Signatures
import Testing

@testable import Verifying

@Suite struct PDFVerificationTests {
  let issuer: SampleIssuer
  let verifier: Verifier
  let claims: ReportClaims

  init() throws {
    issuer = try SampleIssuer()
    claims = try SampleIssuer.claims()
    verifier = try issuer.verifier()
  }

  @Test func anIssuedPDFIsValidWithItsDataAndItsSigner() throws {
    let pdf = try issuer.pdf()
    let verification = verifier.verify(pdf: pdf)
    #expect(verification.answer == .valid && verification.source == .file(format: "pdf"), "\(verification)")
    #expect(verification.canonicalData == SampleIssuer.data)
    #expect(verification.claims == (try SampleIssuer.claims()))
    #expect(verification.signer?.isForTryingOut == true)
    #expect(verification.notes == [.dataChangesNotWatched], "nothing was left unlooked at")
    #expect(verification.evidence.file?.pages == .reproduced && verification.evidence.file?.seal == .ofAuthority)
    #expect(try verifier.verify(file: pdf) == verification)
  }

  /// What a forger makes, and the one check that finds it.
  struct Forgery: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: String
    var check: Step
    var make: @Sendable (SampleIssuer) throws -> [UInt8]

    init(_ name: String, _ code: String, _ check: Step, _ make: @escaping @Sendable (SampleIssuer) throws -> [UInt8]) {
      (testDescription, self.code, self.check, self.make) = (name, code, check, make)
    }
  }

  /// The steps of a verification, in their order.
  enum Step: CaseIterable { case signature, data, proof, pageCount, pages }

  static let forgeries = [
    Forgery("no signature", "PDF_SIGNATURE_MISSING", .signature) { try $0.with { $0.flaw = .noSignature } },
    Forgery("a second field", "PDF_SIGNATURE_AMBIGUOUS", .signature) { try $0.with { $0.flaw = .secondField } },
    Forgery("an approval", "PDF_SIGNATURE_NOT_CERTIFICATION", .signature) { try $0.with { $0.flaw = .approval } },
    Forgery("notes permitted", "PDF_SIGNATURE_NOT_CERTIFICATION", .signature) {
      try $0.with { $0.flaw = .permitsNotes }
    },
    Forgery("a part signed", "PDF_SIGNATURE_COVERAGE", .signature) { try $0.with { $0.flaw = .coverage } },
    Forgery("another form", "PDF_SIGNATURE_MALFORMED", .signature) { try $0.with { $0.flaw = .format } },
    Forgery("an authority of the same name", "PDF_SIGNATURE_UNTRUSTED", .signature) {
      try $0.pdf(signedBy: TestAuthority(organization: "示例市信用中心", now: SampleIssuer.issuedAt))
    },
    Forgery("a byte of the page", "PDF_SIGNATURE_DIGEST", .signature) { issuer in
      try issuer.pdf().changing("/F 132", to: "/F 133")
    },
    Forgery("appended", "PDF_MODIFIED", .signature) { try $0.pdf() + Array("%%EOF\n".utf8) },
    Forgery("other data", "PDF_DATA_MISMATCH", .data) { try $0.with { $0.data = Array(#"{"penalties":0}"#.utf8) } },
    Forgery("proof of another report", "PDF_LOG_PROOF_INVALID", .proof) { issuer in
      let other = try issuer.token(SampleIssuer.claims(number: "20261118181640123K7Q2Y"))
      return try issuer.with { $0.proof = Array(try issuer.proof(of: other).text.utf8) }
    },
    Forgery("proof by a log of the same name", "PDF_LOG_PROOF_INVALID", .proof) { issuer in
      let other = try LogSigningKey(name: issuer.log.name)
      return try issuer.with { $0.proof = Array(try issuer.proof(of: issuer.token(), by: other).text.utf8) }
    },
    Forgery("no proof that one could read", "PDF_LOG_PROOF_INVALID", .proof) { try $0.with { $0.proof = [1, 2, 3] } },
    Forgery("a page more, pages as the data make them", "PDF_PAGES_MISMATCH", .pageCount) {
      try $0.with { $0.pages = 3 }
    },
    Forgery("a page less", "PDF_PAGES_MISMATCH", .pageCount) { try $0.with { $0.pages = 1 } },
    Forgery("pages that say something else", "PDF_CONTENT_MISMATCH", .pages) {
      try $0.with { $0.shown = Array(#"{"penalties":0}"#.utf8) }
    },
  ]

  @Test(arguments: forgeries)
  func aForgeryIsRefusedByItsOwnCheck(forgery: Forgery) throws {
    let pdf = try forgery.make(issuer)
    let verification = verifier.verify(pdf: pdf)
    #expect(verification.answer.code == forgery.code, "\(verification.detail ?? "")")
    #expect(!verification.isValid)
    #expect(verification.claims == nil && verification.canonicalData == nil && verification.signer == nil)
    #expect(verification.lines().first == "核验结果：核验未通过（\(forgery.code)）")

    // By itself, without the checks before it.
    let received = try received(pdf)
    #expect(try refusal(forgery.check, received)?.answer.code == forgery.code)
    // What was signed by the issuer over a file that is wrong in one way is found by one check alone; a page too many
    // or too few is other content, too.
    for check in Step.allCases where forgery.check != .signature && check != forgery.check {
      if forgery.check == .pageCount, check == .pages { continue }
      #expect(try refusal(check, received) == nil, "\(check)")
    }
  }

  @Test func withoutDataOrProofThereIsNothingToCompare() throws {
    #expect(verifier.verify(pdf: try issuer.with { $0.data = nil }).answer.code == "PDF_NO_DATA")
    #expect(verifier.verify(pdf: try issuer.with { $0.proof = nil }).answer.code == "PDF_NO_LOG_PROOF")
    #expect(verifier.verify(pdf: try issuer.with { $0.token = nil }).answer.code == "PDF_NO_TOKEN")
    let noProof = try received(issuer.with { $0.proof = nil })
    #expect(noProof.proof == .missing)
    #expect(try refusal(.proof, noProof)?.answer == .document(.withoutProof, format: "PDF"))
    #expect(try received(issuer.with { $0.proof = [1] }).proof == .unreadable)
    let noData = try received(issuer.with { $0.data = nil })
    #expect(try refusal(.data, noData)?.answer == .document(.withoutData, format: "PDF"))
  }

  @Test func everythingTwiceIsRefused() throws {
    for name in ["token.cbor", "report.json", "log-proof.txt"] {
      let pdf = try issuer.with { $0.others = [(name, [1])] }
      #expect(verifier.verify(pdf: pdf).answer.code == "PDF_AMBIGUOUS", "\(name)")
    }
    #expect(
      verifier.verify(pdf: try issuer.with { $0.others = [("other.txt", [1])] }).answer.code == "PDF_CONTENT_MISMATCH")
  }

  @Test func aSignatureOfAnotherKeyIsBad() throws {
    var pdf = try issuer.pdf()
    let contents = try PDFFile(bytes: pdf).certified().contentsRange
    // The signature value is the last of the CMS.
    let last = try #require(pdf[contents].lastIndex { $0 != UInt8(ascii: "0") && $0 != UInt8(ascii: ">") })
    pdf[last] = pdf[last] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
    let code = verifier.verify(pdf: pdf).answer.code
    #expect(["PDF_SIGNATURE_BAD", "PDF_SIGNATURE_MALFORMED"].contains(code), "\(code)")
  }

  // MARK: What says yes to pages

  /// A verifier that cannot make the pages of this file again, or only others.
  private func verifier(
    _ trust: Trust, issued file: IssuedFileDigest = .unknown, stale: Bool = false,
    reproduce: @escaping Reproduce
  ) -> Verifier {
    var trust = trust
    if stale { trust.freshUntil = SampleIssuer.now - 1 }
    return Verifier(
      trust: trust, statuses: FixedStatus(finding: .known(.valid, isLogged: true, file: file)),
      formats: sampleFormats, now: SampleIssuer.now, reproduce: reproduce)
  }

  private static let atAnotherTime: Reproduce = { _ throws(ReproductionFailure) in
    throw .notAtHand("another engine")
  }

  /// Without its engine and without a registry, a file rests on its seal alone: enough where that itself is pinned, not
  /// where any customer of its authority could have sealed other pages.
  @Test func pagesThatNobodyCanMakeAgainRestOnTheSeal() throws {
    let pdf = try issuer.pdf()
    let bySeal = verifier(try issuer.trustInSeal(), reproduce: Self.atAnotherTime).verify(pdf: pdf)
    #expect(bySeal.answer.code == "VALID_PAGES_NOT_COMPARED" && bySeal.isValid)
    #expect(bySeal.notes == [.dataChangesNotWatched, .pagesNotCompared(.engine)] && bySeal.claims != nil)
    #expect(bySeal.lines()[0].contains("版面未比对") && bySeal.answer.explanation.contains("版面未比对"))
    let byRoot = verifier(try issuer.trust(), reproduce: Self.atAnotherTime).verify(pdf: pdf)
    #expect(byRoot.answer.code == "VALID_PAGES_NOT_COMPARED" && !byRoot.isValid)
    #expect(byRoot.lines()[0].hasPrefix("核验结果：未能确认"))

    let stale = verifier(try issuer.trustInSeal(), stale: true, reproduce: Self.atAnotherTime).verify(pdf: pdf)
    #expect(stale.notes == [.dataChangesNotWatched, .pagesNotCompared(.engine), .statusStale], "\(stale.notes)")
    let expired = try Verifier(
      trust: issuer.trustInSeal(), statuses: nil, formats: sampleFormats, now: SampleIssuer.issuedAt + 31 * 86_400,
      reproduce: Self.atAnotherTime
    ).verify(pdf: pdf)
    #expect(expired.answer.code == "EXPIRED" && expired.notes.contains(.pagesNotCompared(.engine)))
    #expect(expired.explanation.hasPrefix("签发数据真实；但报告有效期至"), "nobody compared the pages")
  }

  @Test func theFileThatTheRegistryTellsIsTheIssuedOne() throws {
    let pdf = try issuer.pdf()
    let digest = IssuedFileDigest.known(Array(SHA256.hash(data: pdf)))
    #expect(
      verifier(try issuer.trust(), issued: digest, reproduce: Self.atAnotherTime).verify(pdf: pdf).answer == .valid)
    let other = try issuer.with { $0.shown = Array("{}".utf8) }
    let answer = verifier(try issuer.trustInSeal(), issued: digest, reproduce: Self.atAnotherTime).verify(pdf: other)
    #expect(answer.answer.code == "PDF_OTHER_FILE" && answer.claims == nil)
    // A registry that contradicts itself is no reason to take the file on the seal's word.
    let doubt = verifier(try issuer.trustInSeal(), issued: .inDoubt("two digests"), reproduce: Self.atAnotherTime)
    #expect(doubt.verify(pdf: pdf).answer.code == "PDF_OTHER_FILE")
    // Signed anew around its token, the file is another one, and its pages are the same.
    let again = try issuer.pdf()
    #expect(again != pdf)
    let reproduce = verifier.reproduce
    #expect(verifier(try issuer.trust(), issued: digest, reproduce: reproduce).verify(pdf: again).answer == .valid)
  }

  @Test func damagedDataAreNoOtherEngines() throws {
    let answer = verifier(try issuer.trustInSeal()) { _ throws(ReproductionFailure) in
      throw .damaged("cut off")
    }
    .verify(pdf: try issuer.pdf())
    #expect(answer.answer.code == "PDF_DATA_DAMAGED" && answer.detail == "cut off")
    let broken = verifier(try issuer.trustInSeal()) { _ throws(ReproductionFailure) in [] }
    #expect(broken.verify(pdf: try issuer.pdf()).answer.code == "PDF_CONTENT_MISMATCH")
  }

  /// A verifier without a writer says so, and not that another engine made the file.
  @Test func whoMakesNoPagesSaysSo() throws {
    let pdf = try issuer.pdf()
    let answer = verifier(try issuer.trustInSeal(), reproduce: reproducesNothing).verify(pdf: pdf)
    #expect(answer.answer == .validPagesNotCompared(.reproducer, isSealPinned: true) && answer.isValid)
    #expect(
      answer.answer.code == "VALID_PAGES_NOT_COMPARED"
        && answer.notes.map(\.code) == ["DATA_CHANGES_NOT_WATCHED", "PAGES_NOT_COMPARED"])
    #expect(answer.lines().contains { $0.contains("本程序不重新生成页面") } && !answer.lines().contains { $0.contains("以前版本") })
    let byRoot = verifier(try issuer.trust(), reproduce: reproducesNothing).verify(pdf: pdf)
    #expect(byRoot.answer == .validPagesNotCompared(.reproducer, isSealPinned: false) && !byRoot.isValid)
    // What can be told without pages is told.
    let forged = verifier(try issuer.trustInSeal(), reproduce: reproducesNothing)
      .verify(pdf: try issuer.with { $0.data = [1] })
    #expect(forged.answer.code == "PDF_DATA_MISMATCH")
  }

  /// What a registry that cannot be asked would have said of the file, nobody knows.
  @Test func aFileOfWhichTheRegistryCannotBeAskedIsMadeAgain() throws {
    let pdf = try issuer.pdf()
    let silent = FixedStatus(finding: nil)
    let made = try issuer.verifier(statuses: silent).verify(pdf: pdf)
    #expect(made.answer == .statusUnavailable && made.evidence.file?.pages == .reproduced)
    let refused = try Verifier(
      trust: issuer.trustInSeal(), statuses: silent, formats: sampleFormats, now: SampleIssuer.now,
      reproduce: Self.atAnotherTime
    ).verify(pdf: pdf)
    // A failure of the registry is no statement about the file: no receipt may say that it is another one.
    #expect(refused.answer == .statusUnavailable && refused.notes == [.statusNotChecked] && refused.claims == nil)
  }

  /// The same objects to our reader, and not the same bytes: what is hidden there, another reader may show.
  @Test func nothingButTheSameBytesIsTheSameFile() throws {
    for comment in [" ", "\n", "%8 0 obj\n", " % nothing\n"] {
      let answer = verifier.verify(pdf: try issuer.with { $0.comment = comment })
      #expect(answer.answer.code == "PDF_CONTENT_MISMATCH" && answer.claims == nil, "\(comment)")
    }
    let spaced = verifier.verify(pdf: try issuer.with { $0.comment = " " })
    #expect(spaced.place == "文件的字节与出具时不同，其中可能藏有内容")
  }

  // MARK: The seal

  /// Another customer of the authority certifies the very same file: nothing in it is false, and it is refused.
  @Test func onlyThePinnedSealSeals() throws {
    let other = try TestAuthority(organization: "另一客户", now: SampleIssuer.issuedAt)
    let pdf = try issuer.pdf(signedBy: other)
    func answer(_ trust: Trust) throws -> String {
      var trust = trust
      trust.certificateRoots = trust.certificateRoots.union(
        try CertificateRoots(pem: other.rootCertificatePEM, file: "root"))
      return try issuer.verifier(trust: trust).verify(pdf: pdf).answer.code
    }
    #expect(try answer(issuer.trustInSeal()) == "PDF_SIGNATURE_SEAL")
    #expect(try answer(issuer.trustInSeal(since: SampleIssuer.issuedAt)) == "PDF_SIGNATURE_SEAL")
    // Of a time when lists named authorities only, the bytes decide.
    #expect(try answer(issuer.trustInSeal(since: SampleIssuer.issuedAt + 1)) == "VALID")
    #expect(try answer(issuer.trust()) == "VALID")
    #expect(try issuer.verifier(trust: issuer.trustInSeal()).verify(pdf: issuer.pdf()).answer == .valid)
  }

  @Test func aDifferenceOfThePagesNamesItsPlace() throws {
    let verification = verifier.verify(pdf: try issuer.with { $0.shown = Array("{}".utf8) })
    let place = try #require(verification.place)
    #expect(place.contains("页"), "\(place)")
    #expect(verification.lines().contains("位置：\(place)"))
  }

  @Test func whatIsNoPDFIsUnreadable() throws {
    #expect(verifier.verify(pdf: Array(try issuer.pdf().prefix(300))).answer.code == "PDF_UNREADABLE")
    // Without a mark of the issuer it is nobody's changed report.
    #expect(verifier.verify(pdf: []).answer.code == "COPY_NOT_READ")
    #expect(try verifier.verify(file: Array("hello".utf8)).answer.code == "FILE_UNKNOWN_FORMAT")
  }

  /// The file may be without a flaw, and the report still not hold.
  @Test func aGoodFileOfARevokedReportIsRefusedWithItsClaims() throws {
    let pdf = try issuer.pdf()
    let revoked = FixedStatus(finding: .known(.revoked, reason: "主体信息有误", isLogged: true))
    let verification = try issuer.verifier(statuses: revoked).verify(pdf: pdf)
    #expect(verification.answer.code == "REVOKED" && verification.statusReason == "主体信息有误")
    #expect(verification.claims != nil && verification.signer != nil)
    let expired = try issuer.verifier(now: SampleIssuer.issuedAt + 31 * 86_400).verify(pdf: pdf)
    #expect(expired.answer.code == "EXPIRED" && expired.canonicalData == SampleIssuer.data)
    #expect(expired.explanation.hasPrefix("文件由出具单位签发，未经改动；但报告有效期至"))
    // An edit is found in an expired report, too.
    let edited = try issuer.with { $0.data = [1] }
    let late = try issuer.verifier(now: SampleIssuer.issuedAt + 31 * 86_400).verify(pdf: edited)
    #expect(late.answer.code == "PDF_DATA_MISMATCH" && late.claims == nil)
  }

  /// A token of nobody makes the file nobody's.
  @Test func aTokenOfAnotherKeyIsTheAnswer() throws {
    let thief = try SampleIssuer()
    let token = try thief.token()
    let pdf = try issuer.pdf(issuer.file(token))
    #expect(verifier.verify(pdf: pdf).answer.code == "UNKNOWN_KEY")
    #expect(verifier.verify(pdf: try issuer.with { $0.token = [1] }).answer.code == "MALFORMED")
  }

  /// No byte of token, data and proof can be changed unseen, even where the whole is signed anew by the issuer's own
  /// certificate.
  @Test(arguments: ["token", "data", "proof"])
  func everyChangedByteOfTheAttachmentsIsFound(name: String) throws {
    let part: WritableKeyPath<SampleFile, [UInt8]?> = name == "token" ? \.token : name == "data" ? \.data : \.proof
    let file = try issuer.file()
    for index in (file[keyPath: part] ?? []).indices {
      var file = file
      file[keyPath: part]?[index] ^= 0x10
      let pdf = file.unsigned(room: 1).bytes
      let received = try received(pdf)
      let verification = verifier.verify(received.token, source: .file(format: "pdf"), proof: received.proof.proof)
      let isRefused =
        try !verification.isValid || refusal(.data, received) != nil || refusal(.proof, received) != nil
      #expect(isRefused, "byte \(index)")
    }
  }

  private func received(_ pdf: [UInt8]) throws -> ReportFile { try ReportFile(pdf, as: PDFFormat()) }

  /// A step by itself, whatever those before it would say.
  private func refusal(_ step: Step, _ pdf: ReportFile) throws -> FileFailure? {
    let (trust, now) = (verifier.trust, verifier.now)
    let token = try ReceivedToken(pdf.token).authenticated(by: trust.keys, at: now)
    do throws(FileFailure) {
      switch step {
      case .signature: _ = try SealedFile(try WholeFile(pdf), issuedAt: claims.issuedAt, by: trust, at: now)
      case .data: _ = try BoundFile.data(of: pdf, for: token)
      case .proof: _ = try BoundFile.proof(of: pdf, for: token, by: trust.keys.logKeys(at: now))
      case .pageCount: try BoundFile.checkPageCount(of: pdf, for: token)
      case .pages:
        guard case .read(_, let proof) = pdf.proof, let data = pdf.data else { return nil }
        let sealed = try SealedFile(try WholeFile(pdf), issuedAt: claims.issuedAt, by: trust, at: now)
        let bound = BoundFile(sealed: sealed, token: token.received, data: data, proof: proof)
        _ = try PageComparison(of: bound, issuedAs: .unknown, or: verifier.reproduce)
      }
      return nil
    } catch {
      return error
    }
  }
}

extension SampleIssuer {
  /// A signed file that is as it should be but for one change.
  fileprivate func with(_ change: (inout SampleFile) throws -> Void) throws -> [UInt8] {
    var file = try file()
    try change(&file)
    return try pdf(file)
  }
}

extension [UInt8] {
  fileprivate func changing(_ old: String, to new: String) -> [UInt8] {
    let wanted = Array(old.utf8)
    guard let start = indices.first(where: { self[$0...].starts(with: wanted) }) else { return self }
    return self[..<start] + Array(new.utf8) + self[(start + wanted.count)...]
  }
}
