import Attestation
import Testing

@testable import Verifying

@Suite struct PDFVerificationTests {
  private func report(
    pages: Int = 8, _ files: [(name: String, bytes: [UInt8])]? = nil
  ) throws -> [UInt8] {
    try smallPDF(
      pages: pages, files: files ?? [("report.json", fixture("report.json")), ("token.cbor", fixture("token.cbor"))])
  }

  @Test func anIssuedPDFIsValidWithItsData() throws {
    let pdf = try report()
    let verification = try verifier().verify(pdf: pdf)
    #expect(verification.isValid && verification.source == .pdf, "\(verification)")
    #expect(verification.canonicalData == (try fixture("report.json")))
    #expect(verification.claims?.number == fixtureNumber)
    #expect(verification.lines().contains { $0.contains("页面文字可能已被改动") })
    #expect(try verifier().verify(file: pdf) == verification)
  }

  @Test func otherFilesAreNot() throws {
    #expect(try verifier().verify(pdf: report([])).answer.code == "PDF_NO_TOKEN")
    #expect(try verifier().verify(pdf: report(pages: 7)).answer.code == "PDF_PAGES_MISMATCH")
    #expect(try verifier().verify(pdf: Array(report().prefix(300))).answer.code == "PDF_UNREADABLE")
    #expect(try verifier().verify(pdf: []).answer.code == "PDF_UNREADABLE")
    #expect(try verifier().verify(file: Array("hello".utf8)).answer.code == "FILE_UNKNOWN_FORMAT")
    #expect(try verifier().verify(file: fixture("code.png")).isValid)
    let twice: [(name: String, bytes: [UInt8])] = [
      ("report.json", try fixture("report.json")), ("token.cbor", try fixture("token.cbor")), ("token.cbor", [1]),
    ]
    #expect(try verifier().verify(pdf: report(twice)).answer.code == "PDF_AMBIGUOUS")
  }

  @Test func whatIsAppendedIsAChange() throws {
    let pdf = try report()
    let update =
      "9 0 obj\n<< >>\nendobj\nxref\n9 1\n0000000000 00000 n \ntrailer\n<< /Size 10 >>\nstartxref\n0\n%%EOF\n"
    for addition in ["junk", update] {
      #expect(!(try verifier().verify(pdf: pdf + Array(addition.utf8)).isValid))
    }
    #expect(try verifier().verify(pdf: pdf + Array("junk".utf8)).answer.code == "PDF_MODIFIED")
  }

  /// No byte of token and data can be changed unseen.
  @Test func everyChangedByteOfTokenAndDataIsFound() throws {
    for name in ["token.cbor", "report.json"] {
      for index in try fixture(name).indices {
        var files = [
          "report.json": try fixture("report.json"), "token.cbor": try fixture("token.cbor"),
        ]
        files[name]?[index] ^= 0x10
        let pdf = try report(files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        #expect(!(try verifier().verify(pdf: pdf).isValid), "\(name), byte \(index)")
      }
    }
  }
}

/// A PDF of empty pages with attachments: ISO 32000-1, 7.5 and 7.11.4.
private func smallPDF(pages: Int, files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  var output = Array("%PDF-1.7\n".utf8)
  var offsets: [Int] = []
  func add(_ dictionary: String, stream: [UInt8]? = nil) {
    offsets.append(output.count)
    output += Array("\(offsets.count) 0 obj\n\(dictionary)\n".utf8)
    if let stream { output += Array("stream\n".utf8) + stream + Array("\nendstream\n".utf8) }
    output += Array("endobj\n".utf8)
  }
  let firstPage = 3 + 2 * files.count
  let names = files.indices.map { "(\(files[$0].name)) \(3 + 2 * $0) 0 R" }.joined(separator: " ")
  let kids = (0..<pages).map { "\(firstPage + $0) 0 R" }.joined(separator: " ")
  add("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [\(names)] >> >> >>")
  add("<< /Type /Pages /Kids [\(kids)] /Count \(pages) >>")
  for (index, file) in files.enumerated() {
    add("<< /Type /Filespec /F (\(file.name)) /UF (\(file.name)) /EF << /F \(4 + 2 * index) 0 R >> >>")
    add("<< /Type /EmbeddedFile /Length \(file.bytes.count) >>", stream: file.bytes)
  }
  for _ in 0..<pages { add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>") }
  let start = output.count
  var table = "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
  for offset in offsets {
    let digits = String(offset)
    table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
  }
  table += "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
  return output + Array(table.utf8)
}
