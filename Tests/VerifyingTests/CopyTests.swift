import Attestation
import Foundation
import JSON
import ReportKinds
import Signatures
import Testing

@testable import Verifying

/// Documents that are not the issued file: which of them were changed, and which are copies of paper.
@Suite struct CopyTests {
  private let issuer = try! SampleIssuer()

  private var bare: SampleFile { SampleFile(data: nil, token: nil, proof: nil) }

  /// Whatever gives itself for the issued file is refused as one; a certification by somebody else does not.
  @Test func onlyAFileWithoutAnyMarkOfTheIssuerIsACopy() throws {
    func code(_ file: SampleFile, signedBy other: TestAuthority? = nil) throws -> String {
      try issuer.verifier().verify(pdf: issuer.pdf(file, signedBy: other)).answer.code
    }
    var unsigned = bare
    unsigned.flaw = .noSignature
    #expect(try code(unsigned) == "COPY_NOT_READ")
    #expect(try code(bare) == "PDF_NO_TOKEN", "the issuer certified it")
    let other = try TestAuthority(organization: "某银行", now: SampleIssuer.issuedAt)
    #expect(try code(bare, signedBy: other) == "COPY_NOT_READ")
    for attachment in ReportAttachment.allCases where attachment != .token {
      var file = unsigned
      file.others = [(attachment.name, [1])]
      #expect(try code(file) == "PDF_NO_TOKEN", "\(attachment)")
    }
    var issued = try issuer.file()
    issued.flaw = .noSignature
    #expect(try code(issued) == "PDF_SIGNATURE_MISSING")
  }

  /// In an earlier version within the file, or where the file cannot be read.
  @Test func aMarkCountsWhereverItStands() throws {
    var unsigned = bare
    unsigned.flaw = .noSignature
    let copy = unsigned.unsigned(room: 10).bytes
    func code(_ bytes: [UInt8]) throws -> String { try issuer.verifier().verify(pdf: bytes).answer.code }
    #expect(try code(copy) == "COPY_NOT_READ")
    #expect(try code(copy + Array("%(token.cbor)\n".utf8)) == "PDF_NO_TOKEN")
    #expect(try code(Array("%PDF-1.7\n(log-proof.txt)".utf8)) == "PDF_UNREADABLE")
    #expect(try code(Array("%PDF-1.7\n(report.json)".utf8)) == "COPY_NOT_READ", "others use that name, too")
  }

  @Test func eachReportOnThePagesIsAnswered() throws {
    let (token, other) = (try issuer.token(), try issuer.token(SampleIssuer.claims(records: 0)))
    let forged = try SampleIssuer().token()
    func link(_ token: Token) throws -> String { try VerificationLink(host: "verify.example.cn", token: token).url }
    let long = "https://verify.example.cn/v#" + String(repeating: "7", count: 400)
    let pages: [[String]] = [
      [try link(token)], ["https://pay.example.cn"], [try link(forged), try link(other)], [try link(token)], [long], [],
    ]
    let read = ReadPages(
      pages: pages.enumerated().map { .init(number: $0.offset + 1, texts: $0.element) }, isComplete: true)
    let found = try issuer.verifier().findings(on: read, from: .copy)
    #expect(found.findings.map(\.pages) == [[1, 4], [3], [3], [5]])
    #expect(
      found.findings.map(\.verification.answer.code)
        == ["COPY_NOT_COMPARED", "UNKNOWN_KEY", "COPY_NOT_COMPARED", "MALFORMED"])
    #expect(found.findings[1].verification.claims == nil && found.findings[0].place == "第1、4页")
    #expect(!found.isValid && found.isComplete)
  }

  /// The same code under another address is told apart: one of them leads elsewhere.
  @Test func aGenuineCodeUnderAForeignAddressIsAnAnswerOfItsOwn() throws {
    let token = try issuer.token()
    let texts = try ["verify.example.cn", "verify.examp1e.cn"].map { try VerificationLink(host: $0, token: token).url }
    let found = try issuer.verifier().findings(on: ReadPages(pages: [.init(number: 1, texts: texts)]), from: .copy)
    #expect(found.findings.map { $0.verification.notes.contains(.hostUnknown) } == [false, true])
  }

  @Test func whereNothingIsFoundItIsSaidWhetherAllWasLookedAt() throws {
    func code(isComplete: Bool) throws -> String {
      let read = ReadPages(pages: [.init(number: 1, texts: ["https://pay.example.cn"])], isComplete: isComplete)
      return try issuer.verifier().findings(on: read, from: .copy).findings[0].verification.answer.code
    }
    #expect(try code(isComplete: true) == "COPY_NO_CODE" && code(isComplete: false) == "COPY_NOT_READ")
    for refusal in CopyRefusal.allCases {
      let verification = Verification(refusing: refusal)
      #expect(Verdict(verification, TokenNames()).tone == .caution && !verification.isValid)
      #expect(verification.explanation.contains("核验码") && verification.explanation.contains("原始文件"))
    }
  }

  /// Of a file with too many reports, some are answered for, and it is said that there are more.
  @Test func thereIsAnEndToTheReportsOfAFile() throws {
    let tokens = try (0..<120).map { try issuer.token(SampleIssuer.claims(records: $0)) }
    let read = ReadPages(pages: tokens.enumerated().map { .init(number: $0.offset + 1, texts: [$0.element.digits]) })
    let found = try issuer.verifier().findings(on: read, from: .copy)
    #expect(found.findings.count == 100 && !found.isComplete)
  }

  /// A genuine code makes no paper genuine: no yes, no green, and what is to be compared.
  @Test func aGenuineCodeOnACopyIsNoYes() throws {
    let domains = try DomainAnswers(asked: [0, 1, 2], hits: [], noData: [])
    let clean = try issuer.token(SampleIssuer.claims(kind: .noViolation, domains: domains, records: 0))
    let answer = try issuer.verifier().verify(clean, source: .copy)
    #expect(answer.answer == .copyNotCompared && !answer.isValid && answer.asksToCompare && answer.claims != nil)
    #expect(answer.notes.contains(.copyCodeOnly) && answer.source.name == "copy")
    var names = TokenNames()
    names.add(list: 1, label: "目录", names: [0: "税务", 1: "海关", 2: "消防"])
    #expect(answer.conclusion(names)?.outcome == .clean && Verdict(answer, names).tone == .limited)
    let lines = answer.lines(names).joined(separator: "\n")
    #expect(lines.contains("复制件") && lines.contains("逐项比对") && !lines.contains("未经改动") && !lines.contains("报告真实有效"))
    // The same code by itself: a yes, and nobody has compared the paper.
    let alone = try issuer.verifier().verify(clean, source: .digits)
    #expect(alone.isValid && Verdict(alone, names) == Verdict(tone: .limited, headline: "签发数据真实，须与纸质报告逐项比对"))
  }

  @Test func whatEndsAReportEndsItsCopies() throws {
    let token = try issuer.token()
    let revoked = try issuer.verifier(statuses: FixedStatus(finding: .known(.revoked, isLogged: true)))
    #expect(revoked.verify(token, source: .copy).answer.code == "REVOKED")
    let late = try issuer.verifier(now: SampleIssuer.issuedAt + 31 * 86_400)
    #expect(late.verify(token, source: .copy).answer.code == "EXPIRED")
    let stale = try issuer.verifier(statuses: FixedStatus(finding: .notCovered)).verify(token, source: .copy)
    #expect(stale.answer == .copyNotCompared && stale.notes.contains(.statusStale))
  }

  @Test func forADevelopmentKeyTheHeadlineSaysSo() throws {
    let verification = try verifier().verify(Token(bytes: try fixture("token.cbor")), source: .copy)
    let verdict = Verdict(verification, TokenNames())
    #expect(verification.development == verdict.headline.hasPrefix("测试"), "\(verdict.headline)")
  }
}

/// A file that stays with whoever has it.
@Suite struct DigestComparisonTests {
  private let issuer = try! SampleIssuer()

  private func answer(_ digest: [UInt8], _ issued: IssuedFileDigest, _ status: ReportStatus = .valid) throws
    -> Verification
  {
    let statuses = FixedStatus(finding: .known(status, isLogged: true, file: issued))
    return try issuer.verifier(statuses: statuses)
      .verify(issuer.token(), source: .number, comparingFile: digest)
  }

  @Test func anEqualDigestIsAnEqualFile() throws {
    let same = try answer([1, 2], .known([1, 2]))
    #expect(same.answer == .valid && same.digestComparison == .same && !same.asksToCompare)
    #expect(same.explanation.contains("未经改动"))
  }

  /// It may have been saved anew: nobody is called a forger for that.
  @Test func anotherDigestIsAmberAndNobodysForgery() throws {
    let other = try answer([1, 2], .known([1, 3]))
    #expect(other.answer == .fileDiffers && !other.isValid && other.asksToCompare)
    #expect(Verdict(other, TokenNames()).tone == .caution && !other.explanation.contains("伪造"))
    #expect(other.conclusion() == nil, "what the file concludes, nobody knows")
  }

  @Test func whatNobodyKnowsIsSaid() throws {
    for issued in [IssuedFileDigest.unknown, .unavailable("lost"), .inDoubt("two")] {
      let unknown = try answer([1, 2], issued)
      #expect(unknown.answer == .fileNotCompared && !unknown.isValid && unknown.digestComparison == .unknown)
      #expect(Verdict(unknown, TokenNames()).tone == .caution)
    }
    let nobody = try issuer.verifier(statuses: nil).verify(issuer.token(), source: .number, comparingFile: [1])
    #expect(nobody.answer == .fileNotCompared)
  }

  @Test func aStatusIsToldWhateverTheDigest() throws {
    #expect(try answer([1], .known([1]), .revoked).answer.code == "REVOKED")
    let other = try answer([1], .known([2]), .revoked)
    #expect(other.answer.code == "REVOKED" && other.notes.contains(.fileDiffers))
    #expect(try answer([1], .unknown, .superseded).notes.contains(.fileNotCompared))
  }

  @Test func machinesAreToldInOneWord() throws {
    let text = VerificationDocument(try answer([1], .known([2]))).json.text
    #expect(text.contains(#""file": "different""#) && text.contains("FILE_NOT_AS_ISSUED"))
    #expect(
      try !VerificationDocument(issuer.verifier().verify(issuer.token(), source: .number)).json.text.contains(
        #""file":"#))
  }
}
