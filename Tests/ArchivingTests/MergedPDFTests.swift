import Foundation
import Testing

@testable import Archiving

/// Files of one page, as small as can be.
private enum Sample {
  /// - Parameters:
  ///   - catalog, page: further entries.
  ///   - objects: from number 5 on.
  static func pdf(catalog: String = "", page: String = "", objects: [String] = []) -> [UInt8] {
    let content = "/P <</MCID 0>> BDC 0 0 10 10 re f EMC"
    let all =
      [
        "<</Type/Catalog/Pages 2 0 R\(catalog)>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<<>>/Contents 4 0 R\(page)>>",
        "<</Length \(content.utf8.count)>>stream\n\(content)\nendstream",
      ] + objects
    var file = "%PDF-1.7\n"
    var rows = "0000000000 65535 f \n"
    for (index, object) in all.enumerated() {
      let place = String(file.utf8.count)
      rows += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let table = file.utf8.count
    file +=
      "xref\n0 \(all.count + 1)\n\(rows)trailer\n<</Size \(all.count + 1)/Root 1 0 R>>\nstartxref\n\(table)\n%%EOF\n"
    return Array(file.utf8)
  }

  /// With a structure tree, a signature's field and a link.
  static func tagged(scope: String = "Row", root: String = "") -> [UInt8] {
    pdf(
      catalog: "/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>/AcroForm<</Fields[10 0 R]/SigFlags 3>>/Lang(zh-CN)",
      page: "/StructParents 0/Tabs/S/Annots[10 0 R 11 0 R]",
      objects: [
        "<</Type/StructTreeRoot/K 6 0 R/ParentTree 9 0 R/ClassMap<</R<</O/Table/Scope/\(scope)>>>>\(root)>>",
        "<</S/Document/P 5 0 R/K[7 0 R 8 0 R]>>", "<</S/P/P 6 0 R/Pg 3 0 R/K 0/C/R>>",
        "<</S/Form/P 6 0 R/Pg 3 0 R/K<</Type/OBJR/Obj 10 0 R>>>>", "<</Nums[0 [7 0 R] 1 8 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/Rect[0 0 0 0]/StructParent 1/V 12 0 R>>",
        "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.cn)>>>>",
        "<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>>>",
      ])
  }
}

@Suite struct MergedPDFTests {
  /// What comes of files, read again; and its bytes.
  private func merged(_ files: [[UInt8]]) throws -> (document: QPDFDocument, bytes: Data) {
    let merged = try MergedPDF()
    for (index, file) in files.enumerated() {
      try merged.append(file, name: "\(index).pdf", title: "第\(index + 1)份")
    }
    var bytes = Data()
    try merged.finish(
      MergedPDF.Properties(title: "合并本", subject: "不带电子签名", language: "zh-CN", creator: "Xinbao")
    ) { bytes += $0 }
    return (try QPDFDocument(QPDFDocument.Source(Array(bytes)), name: "merged"), bytes)
  }

  @Test func pagesOfAllFilesWithABookmarkForEach() throws {
    let (document, _) = try merged([Sample.pdf(), Sample.pdf(), Sample.tagged()])
    let pages = try document.pages()
    #expect(pages.count == 3)
    #expect(document.root["/PageMode"]?.isName("/UseOutlines") == true)
    var item = document.root["/Outlines"]?["/First"]
    for page in pages {
      #expect(item?["/Dest"]?.items?.first?.identifier == page.identifier)
      item = item?["/Next"]
    }
    #expect(item == nil && document.root["/Outlines"]?["/Count"]?.integer == 3)
  }

  @Test func ofASignatureNothingIsLeftAndLinksStay() throws {
    let (document, bytes) = try merged([Sample.tagged(), Sample.tagged()])
    #expect(document.root["/AcroForm"] == nil && document.root["/Perms"] == nil)
    for page in try document.pages() {
      let notes = page["/Annots"]?.items ?? []
      #expect(notes.count == 1 && notes[0]["/Subtype"]?.isName("/Link") == true)
    }
    // Streams of objects are compressed; values of signatures never stand in one.
    #expect(bytes.range(of: Data("Adobe.PPKLite".utf8)) == nil)
  }

  @Test func taggedFilesBecomePartsOfOneDocument() throws {
    let (document, _) = try merged([Sample.tagged(), Sample.tagged()])
    let tree = try #require(document.root["/StructTreeRoot"])
    #expect(document.root["/MarkInfo"]?["/Marked"] != nil)
    let top = try #require(tree["/K"])
    let parts = top["/K"]?.items ?? []
    #expect(parts.count == 2)
    let pages = try document.pages()
    for (index, part) in parts.enumerated() {
      #expect(part["/S"]?.isName("/Part") == true && part["/P"]?.identifier == top.identifier)
      let kids = part["/K"]?.items ?? []
      #expect(kids.count == 1, "the element of the signature's field is gone")
      #expect(kids.first?["/Pg"]?.identifier == pages[index].identifier)
      // And back from the page.
      let key = try #require(pages[index]["/StructParents"]?.integer)
      let numbers = tree["/ParentTree"]?["/Nums"]?.items ?? []
      #expect(numbers[2 * key].integer == key)
      #expect(numbers[2 * key + 1].items?.first?.identifier == kids.first?.identifier)
    }
  }

  @Test func aFileWhoseTagsCannotBeJoinedLeavesAllWithout() throws {
    for other in [Sample.pdf(), Sample.tagged(scope: "Column"), Sample.tagged(root: "/RoleMap<</X/P>>")] {
      for files in [[Sample.tagged(), other], [other, Sample.tagged()]] {
        let (document, _) = try merged(files)
        #expect(document.root["/StructTreeRoot"] == nil && document.root["/MarkInfo"] == nil)
        for page in try document.pages() { #expect(page["/StructParents"] == nil) }
      }
    }
  }

  @Test func theSameFilesGiveTheSameBytes() throws {
    #expect(try merged([Sample.tagged(), Sample.pdf()]).bytes == merged([Sample.tagged(), Sample.pdf()]).bytes)
  }

  @Test func whatIsNoPDFIsRefusedByName() throws {
    let merged = try MergedPDF()
    let damaged = Array(Sample.pdf().dropLast(40))
    for file in [Array("x".utf8), [], damaged] {
      #expect {
        try merged.append(file, name: "甲.pdf", title: "甲")
      } throws: { "\($0)".hasPrefix("甲.pdf: cannot be merged") }
    }
  }

  @Test func whatGoesWrongWhereTheBytesGoIsTold() throws {
    struct Full: Error {}
    let merged = try MergedPDF()
    try merged.append(Sample.pdf(), name: "a.pdf", title: "a")
    #expect(throws: Full.self) {
      try merged.finish(MergedPDF.Properties(title: "", subject: "", language: "zh-CN", creator: "")) { _ in
        throw Full()
      }
    }
  }
}
