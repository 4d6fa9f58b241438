import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

struct AttachmentTests {
  static let attachments = [
    PDFAttachment(
      name: "报告数据.json", mediaType: "application/json", description: "报告的数据", relationship: .data,
      bytes: Array(#"{"名称":"示例有限公司","n":[1,2,3]}"#.utf8)),
    PDFAttachment(
      name: "token.cbor", mediaType: "application/cose;type=\"cose-sign1\"", description: "token",
      relationship: .supplement, bytes: (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
    PDFAttachment(name: "empty (1).txt", mediaType: "text/plain", description: "", relationship: .source, bytes: []),
  ]

  @Test func comeBackAsTheyWere() throws {
    let bytes = try render([Page()], properties: .sample(attachments: Self.attachments))
    let found = try PDFFile(bytes: bytes).attachments()
    // In the order of a name tree: by the bytes of the names.
    #expect(found == [Self.attachments[2], Self.attachments[1], Self.attachments[0]])
    #expect(try PDFFile(bytes: render([Page()])).attachments() == [])
  }

  @Test func otherProgramsFindThem() throws {
    let bytes = try render([Page()], properties: .sample(attachments: Self.attachments))
    let list = try Tool("qpdf", ["--list-attachments", "--verbose", "@"], on: bytes)
    #expect(list.status == 0)
    for attachment in Self.attachments {
      #expect(list.text.contains(attachment.name))
      let shown = try Tool("qpdf", ["--show-attachment=\(attachment.name)", "@"], on: bytes)
      let isSame = shown.output == attachment.bytes
      #expect(isSame, "\(attachment.name)")
    }
    #expect(try Tool("pdfdetach", ["-list", "@"], on: bytes).text.contains("3 embedded files"))
  }

  @Test func spacesInAMediaTypeAreDropped() throws {
    var attachment = Self.attachments[1]
    attachment.mediaType = "application/cose; type=\"cose-sign1\""
    let bytes = try render([Page()], properties: .sample(attachments: [attachment]))
    #expect(try PDFFile(bytes: bytes).attachments() == [Self.attachments[1]])
  }

  @Test func areAssociatedWithTheDocument() throws {
    let file = try PDFFile(bytes: render([Page()], properties: .sample(attachments: Self.attachments)))
    let specifications = try #require(try file.objects.array(file.catalog["AF"]))
    let relationships = try specifications.map { try file.objects.dictionary($0)?["AFRelationship"] }
    #expect(relationships == [.name("Data"), .name("Supplement"), .name("Source")])
  }
}
