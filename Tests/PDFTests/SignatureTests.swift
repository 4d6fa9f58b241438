import Foundation
import Signatures
import Testing

@testable import PDF
@testable import PDFReading

/// Signing a file and reading its signature back; poppler, qpdf and OpenSSL beside.
struct SignatureTests {
  private func verified(_ bytes: [UInt8], by authority: TestAuthority) throws -> VerifiedSignature {
    let certified = try PDFFile(bytes: bytes).certified()
    return try verify(
      cms: certified.contents, over: certified.signedParts,
      roots: CertificateRoots(pem: authority.rootCertificatePEM, file: "root"), now: SignedSample.time)
  }

  private func refusal(_ bytes: [UInt8]) -> PDFSignatureRefusal.Reason? {
    do {
      _ = try PDFFile(bytes: bytes).certified()
      return nil
    } catch let error as PDFSignatureRefusal {
      return error.reason
    } catch {
      return .unreadable
    }
  }

  @Test func theWholeFileButTheSignatureIsSigned() throws {
    let sample = try SignedSample()
    let certified = try PDFFile(bytes: sample.bytes).certified()
    let signature = certified.signature
    let gap = sample.unsigned.contents
    #expect(signature.byteRange == [0, gap.lowerBound, gap.upperBound, sample.bytes.count - gap.upperBound])
    #expect(signature.contentsRange == gap && certified.contentsRange == gap)
    #expect(signature.coversWholeFile && signature.isCertification && signature.permission == 1)
    #expect(signature.signerName == "示例市信用中心" && signature.reason == "出具公共信用信息报告")
    #expect(signature.date == "D:20261118190640+08'00'")
    #expect(certified.room == sample.signer.reservedSize && certified.room == sample.unsigned.room)
    #expect(certified.signedParts == sample.unsigned.signedParts)
    let verified = try verified(sample.bytes, by: sample.authority)
    #expect(verified.signerName == sample.signer.name && verified.isForTryingOut)
  }

  @Test func popplerFindsItValidAndTheFileSound() throws {
    let bytes = try SignedSample().bytes
    let answer = try Tool("pdfsig", ["@"], on: bytes).text
    for line in [
      "Signature Validation: Signature is Valid.", "Total document signed", "Signature Type: ETSI.CAdES.detached",
      "Signature Field Name: Signature", "Signing Hash Algorithm: SHA-256",
      "Signer Certificate Common Name: Xinbao test",
    ] { #expect(answer.contains(line), "\(answer)") }
    #expect(try Tool("qpdf", ["--check", "@"], on: bytes).status == 0)
    let structure = try Tool("pdfinfo", ["-struct", "@"], on: bytes)
    #expect(structure.text.contains("Form"), "\(structure)")
  }

  @Test func openSSLVerifiesWhatIsInIt() throws {
    let sample = try SignedSample()
    let certified = try PDFFile(bytes: sample.bytes).certified()
    let folder = FileManager.default.temporaryDirectory.appending(path: "xinbao-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(certified.contents).write(to: folder.appending(path: "cms.der"))
    try Data(sample.authority.rootCertificatePEM.utf8).write(to: folder.appending(path: "root.pem"))
    let content = Array(sample.unsigned.signedParts.joined())
    let arguments = [
      "cms", "-verify", "-binary", "-inform", "DER", "-in", folder.appending(path: "cms.der").path, "-content", "@",
      "-CAfile", folder.appending(path: "root.pem").path, "-purpose", "any", "-attime", "\(SignedSample.time)",
      "-out", "/dev/null",
    ]
    let answer = try Tool("openssl", arguments, on: content)
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(try Tool("openssl", arguments, on: content + [0x0A]).status != 0)
  }

  @Test func theSameInputGivesTheSameBytesUpToTheSignature() throws {
    let (first, second) = (try SignedSample.unsigned(), try SignedSample.unsigned())
    #expect(first.bytes == second.bytes && first.contents == second.contents)
    #expect(first.bytes[first.contents].dropFirst().dropLast().allSatisfy { $0 == UInt8(ascii: "0") })
    let signed = try first.signed { _ in [0x30, 0x00] }
    #expect(signed.count == second.bytes.count)
    #expect(zip(signed, second.bytes).enumerated().allSatisfy { $1.0 == $1.1 || second.contents.contains($0) })
  }

  @Test func withoutSlotThereIsNoTraceOfASignature() throws {
    let bytes = try SignedSample.withoutSlot()
    let file = try PDFFile(bytes: bytes)
    #expect(file.catalog["AcroForm"] == nil && file.catalog["Perms"] == nil)
    #expect(try file.signatures().isEmpty)
    #expect(refusal(bytes) == .missing)
    #expect(refusal(try SignedSample.unsigned().bytes) == .malformed)
  }

  @Test func aSignatureThatDoesNotFitIsAnError() throws {
    #expect(throws: PDFError.signatureTooLarge(bytes: 65, room: 64)) {
      try SignedSample.unsigned(room: 64).signed { _ in [UInt8](repeating: 0x30, count: 65) }
    }
    let signer = try SignedSample().signer
    #expect(throws: SignatureError.self) { try signer.signature(over: [], maximumSize: 100) }
  }

  /// Every one of these changes is noticed by the form alone, before any cryptography.
  @Test(arguments: [
    ("/P 1\n", "/P 2\n", PDFSignatureRefusal.Reason.notCertification),
    ("/P 1\n", "/Q 1\n", .notCertification),
    ("/TransformMethod /DocMDP", "/TransformMethod /FieldMDP", .notCertification),
    ("/Perms", "/Perm ", .notCertification),
    ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached", .malformed),
    ("/ByteRange[0 ", "/ByteRange[1 ", .coverage),
    ("/ByteRange[0 ", "/ByteRange[-1 ", .coverage),
    ("/ByteRange[0 ", "/ByteRange[0.", .coverage),
    ("/ByteRange[", "/ByteRangf[", .coverage),
    ("/Contents<30", "/Contents<31", .malformed),
    ("/Contents<30", "/Contents< 30", .malformed),
    ("/Contents<30", "/Contents(30", .unreadable),
    ("/Contents<30", "/Contents<>/Other<30", .malformed),
    ("/Contents<30", "/Contents<3000>/Contents<30", .unreadable),
    ("00>\n", "01>\n", .malformed),
    ("00>\n", "0 >\n", .malformed),
    ("00>\n", "0>\n", .malformed),
    ("/AcroForm", "/AcroFor_", .ambiguous),
    ("%%EOF\n", "%%EOF\n%%EOF\n", .modified),
    ("%%EOF\n", "%%EOF\n0", .modified),
  ])
  func changesOfTheFormAreNoticed(old: String, new: String, reason: PDFSignatureRefusal.Reason) throws {
    // Lengths may change, so the file gets a table of references that is made anew.
    let bytes = try SignedSample().bytes
    #expect(refusal(bytes) == nil)
    let changed = try Rewritten(bytes).replacing(old, with: new)
    #expect(changed != bytes)
    #expect(refusal(changed) == reason)
  }

  @Test func aSecondFieldIsRefused() throws {
    let bytes = try SignedSample().bytes
    let field = try #require(String(decoding: bytes, as: Unicode.ASCII.self).firstMatch(of: #/Fields \[ (\d+ 0 R)/#)).1
    #expect(refusal(try Rewritten(bytes).replacing("/Fields [ ", with: "/Fields [ \(field) ")) == .unreadable)
    #expect(
      refusal(try Rewritten(bytes).replacing("/Fields [ ", with: "/Fields [ <</FT/Tx/T(x)>> ")) == .ambiguous)
    #expect(
      refusal(try Rewritten(bytes).replacing("/Fields [ ", with: "/Fields [ <</FT/Sig/T(x)/V<</Type/Sig>>>> "))
        == .ambiguous)
    #expect(refusal(try Rewritten(bytes).replacing("/SigFlags 3", with: "/SigFlags 3/XFA 3")) == .ambiguous)
    #expect(refusal(try Rewritten(bytes).replacing("/FT /Sig", with: "/FT /Btn")) == .ambiguous)
  }

  @Test func fieldsThatLeadToEachOtherEnd() throws {
    let bytes = try SignedSample().bytes
    let field = try #require(String(decoding: bytes, as: Unicode.ASCII.self).firstMatch(of: #/Fields \[ (\d+ 0 R)/#)).1
    #expect(refusal(try Rewritten(bytes).replacing("/FT /Sig", with: "/FT /Sig/Kids[\(field)]")) == .unreadable)
    let many = String(repeating: "<</FT/Sig>>", count: 3000)
    #expect(refusal(try Rewritten(bytes).replacing("/Fields [ ", with: "/Fields [ \(many) ")) == .unreadable)
  }

  @Test func whatIsHiddenInObjectStreamsIsRefused() throws {
    let packed = try Tool("qpdf", ["--object-streams=generate", "@", "-"], on: SignedSample().bytes).output
    #expect(refusal(packed) == .unreadable)
  }

  /// Writes the files that Tests/Checks/test_signature.py holds against other programs; XINBAO_RENEW=1 asks for it.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["XINBAO_RENEW"] != nil))
  func renewTheSamplesOfTheChecks() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Checks/signed")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let authority = try TestAuthority(organization: "示例市信用中心", now: SignedSample.time)
    for (file, name) in [("report.pdf", "示例有限公司"), ("other.pdf", "另一家有限公司")] {
      try Data(SignedSample(name: name, authority: authority).bytes).write(to: folder.appending(path: file))
    }
    try Data(authority.rootCertificatePEM.utf8).write(to: folder.appending(path: "root.pem"))
  }

  /// No byte of the file can be another.
  @Test(arguments: 0..<4)
  func everyChangedByteIsRefused(seed: UInt64) throws {
    let sample = try SignedSample()
    var random = SeededGenerator(seed)
    let offsets = (0..<60).map { _ in Int.random(in: sample.bytes.indices, using: &random) }
    let gap = Array(sample.unsigned.contents).filter { _ in Int.random(in: 0..<60, using: &random) == 0 }
    for offset in offsets + gap {
      var changed = sample.bytes
      changed[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      // A digit in the other case is the same digit; nothing else is the same anything.
      let isSame =
        sample.unsigned.contents.contains(offset) && changed[offset] ^ sample.bytes[offset] == 0x20
        && (0x61...0x66).contains(sample.bytes[offset])
      #expect((try? verified(changed, by: sample.authority)) == nil || isSame, "byte \(offset)")
    }
  }

  @Test(arguments: 0..<4)
  func damagedFilesNeverCrash(seed: UInt64) throws {
    let bytes = try SignedSample().bytes
    var random = SeededGenerator(seed)
    for _ in 0..<150 {
      var mutant = bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let offset = Int.random(in: 0..<mutant.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: mutant[offset] = UInt8.random(in: 0...255, using: &random)
        case 1: mutant.removeSubrange(offset..<min(offset + Int.random(in: 1...50, using: &random), mutant.count))
        case 2: mutant.insert(contentsOf: mutant[offset..<min(offset + 40, mutant.count)], at: offset)
        default: mutant.removeLast(Int.random(in: 0...min(60, mutant.count - 40), using: &random))
        }
      }
      guard mutant != bytes else { continue }
      #expect(refusal(mutant) != nil || (try? verified(mutant, by: SignedSample().authority)) == nil)
    }
  }
}

/// A file whose objects stand elsewhere after a change: with a table of references that fits again.
private struct Rewritten {
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Replaces the first occurrence and writes the table anew; qpdf is not asked, since it would mend too much.
  func replacing(_ old: String, with new: String) throws -> [UInt8] {
    let wanted = Array(old.utf8)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: wanted) })
    let table = try #require(bytes.lastRange(of: "startxref", within: 100))
    var parser = PDFParser(bytes, at: table + 9)
    let references = try parser.natural()
    var changed = bytes
    changed.replaceSubrange(start..<start + wanted.count, with: new.utf8)
    let growth = new.utf8.count - wanted.count
    let rows = try CrossReferenceRows(
      of: bytes, at: references, limits: PDFFile.Limits(),
      allowance: ReadingAllowance(size: bytes.count, limits: PDFFile.Limits()))
    // The table alone is written: packed objects are left out, the reader needs none of them.
    var text = "xref\n0 \(rows.count)\n"
    for row in 0..<rows.count {
      guard rows.field(0, of: row) == 1 else {
        text += "0000000000 65535 f \n"
        continue
      }
      let offset = String(rows.field(1, of: row) + (rows.field(1, of: row) > start ? growth : 0))
      text += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
    }
    let (root, information) = (rows.dictionary["Root"], rows.dictionary["Info"])
    guard case .reference(let root)? = root, case .reference(let information)? = information else { return [] }
    let end = references + (start < references ? growth : 0)
    let tail =
      start >= table
      ? changed[changed.index(table, offsetBy: 0)...].drop { $0 != 0x25 } : "%%EOF\n".utf8.map { $0 }[...]
    // /ByteRange tells the new length, so that nothing but the change is wrong.
    text +=
      "trailer\n<</Root \(root.number) 0 R/Info \(information.number) 0 R/Size \(rows.count)>>\nstartxref\n\(end)\n"
    changed = Array(changed[..<end]) + Array(text.utf8) + tail
    return try withCorrectByteRange(changed)
  }

  private func withCorrectByteRange(_ bytes: [UInt8]) throws -> [UInt8] {
    let head = Array("/ByteRange[0 ".utf8)
    guard let offset = bytes.indices.first(where: { bytes[$0...].starts(with: head) }) else { return bytes }
    guard let open = bytes[offset...].firstIndex(of: 0x3C), let close = bytes[open...].firstIndex(of: 0x3E) else {
      return bytes
    }
    let end = offset + head.count
    let bracket = try #require(bytes[end...].firstIndex(of: 0x5D))
    let numbers = Array("\(open) \(close + 1) \(bytes.count - close - 1)".utf8)
    guard numbers.count <= bracket - end else { return bytes }
    var bytes = bytes
    bytes.replaceSubrange(
      end..<bracket, with: numbers + [UInt8](repeating: 0x20, count: bracket - end - numbers.count))
    return bytes
  }
}
