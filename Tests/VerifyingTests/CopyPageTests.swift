import Foundation
import Testing

@testable import Verifying

/// What is drawn of a document that is a copy, and what of it was not seen.
@Suite struct CopyPageTests {
  private func findings(in pages: [SamplePage]) throws -> FileFindings {
    try verifier().findings(in: document(pages)) { () throws(PictureReader.NotAtHand) in try .besideThisProgram() }
  }

  /// A merged file may hold one report that reads easily, and another one that was made small.
  @Test func aSmallCodeAfterALargeOneIsRead() throws {
    let photo = try fixture("photo.jpg")
    let (large, small) = (SamplePage(photo: photo, width: 500), SamplePage(photo: photo, width: Self.small))
    let alone = try findings(in: [small])
    #expect(alone.findings.map(\.pages) == [[1]] && alone.isComplete)
    let both = try findings(in: [large, SamplePage(photo: nil), small])
    #expect(both.findings.map(\.pages) == [[1, 3]] && both.isComplete)
  }

  /// In points: so small that a page must be drawn finely.
  private static let small = 70

  /// pdftoppm draws what it can, and ends with success.
  @Test func aDamagedScanWasNotSeenWhole() throws {
    var photo = try fixture("photo.jpg")
    let whole = SamplePage(photo: photo, width: 500)
    photo.replaceSubrange(1000..<photo.count - 1000, with: [UInt8](repeating: 0, count: photo.count - 2000))
    let found = try findings(in: [whole, SamplePage(photo: photo, width: 500)])
    #expect(found.findings.map(\.pages) == [[1]] && !found.isComplete && !found.isValid)
  }

  @Test func aFileThatWasCutOffWasNotSeenWhole() throws {
    let photo = try fixture("photo.jpg")
    let whole = document([SamplePage(photo: photo, width: 500), SamplePage(photo: photo, width: 500)])
    for share in [0.95, 0.8, 0.6] {
      let cut = Array(whole.prefix(Int(Double(whole.count) * share)))
      let found = try verifier().findings(in: cut) { () throws(PictureReader.NotAtHand) in try .besideThisProgram() }
      #expect(!found.isComplete || found.findings[0].verification.answer == .copy(.unreadable))
    }
  }

  @Test func complaintsBeforeADrawingAreUnderstood() {
    let drawing = Array("P5\n1 1\n255\n ".utf8)
    func drawn(_ complaints: String) -> DrawnPage? { DrawnPage(of: Array(complaints.utf8) + drawing) }
    #expect(drawn("") == DrawnPage(drawing, isWhole: true))
    #expect(drawn("Syntax Warning: Invalid Font Weight\n") == DrawnPage(drawing, isWhole: true))
    for error in [
      "Syntax Error (12): Bad image", "Corrupt JPEG data: premature end of data segment", "Internal Error: x",
    ] {
      #expect(drawn("Syntax Warning: x\n\(error)\n") == DrawnPage(drawing, isWhole: false), "\(error)")
    }
    #expect(DrawnPage(of: []) == nil && DrawnPage(of: Array("Syntax Error: no page\n".utf8)) == nil)
  }
}

/// A page of A4 with a photograph in its corner, or an empty one.
private struct SamplePage {
  var photo: [UInt8]?
  /// In points.
  var width = 0
}

/// A PDF with these pages.
private func document(_ pages: [SamplePage]) -> [UInt8] {
  let kids = pages.indices.map { "\(3 * $0 + 3) 0 R" }.joined(separator: " ")
  var objects: [[UInt8]] = [
    Array("<</Type/Catalog/Pages 2 0 R>>".utf8),
    Array("<</Type/Pages/Count \(pages.count)/Kids[\(kids)]>>".utf8),
  ]
  for (index, page) in pages.enumerated() {
    let photo = page.photo ?? []
    let size = size(ofJPEG: photo)
    let height = size.width > 0 ? page.width * size.height / size.width : 0
    let drawing = page.photo == nil ? "" : "q \(page.width) 0 0 \(height) 20 100 cm /I Do Q"
    objects += [
      Array(
        ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents \(3 * index + 4) 0 R"
          + "/Resources<</XObject<</I \(3 * index + 5) 0 R>>>>>>").utf8),
      Array("<</Length \(drawing.utf8.count)>>stream\n\(drawing)\nendstream".utf8),
      Array(
        ("<</Type/XObject/Subtype/Image/Width \(size.width)/Height \(size.height)/ColorSpace\(size.colours)"
          + "/BitsPerComponent 8/Filter/DCTDecode/Length \(photo.count)>>stream\n").utf8) + photo
        + Array("\nendstream".utf8),
    ]
  }
  var (file, offsets) = (Array("%PDF-1.7\n".utf8), [Int]())
  for (index, object) in objects.enumerated() {
    offsets.append(file.count)
    file += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
  }
  let rows = offsets.map { "\(String(repeating: "0", count: 10 - String($0).count))\($0) 00000 n \n" }.joined()
  let end =
    "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(rows)trailer<</Size \(objects.count + 1)/Root 1 0 R>>\n"
    + "startxref\n\(file.count)\n%%EOF\n"
  return file + Array(end.utf8)
}

/// From its frame header: ITU-T T.81, B.2.2.
private func size(ofJPEG bytes: [UInt8]) -> (width: Int, height: Int, colours: String) {
  var position = 2
  while position + 9 < bytes.count {
    if [0xc0, 0xc1, 0xc2].contains(bytes[position + 1]) {
      let numbers = [5, 7].map { Int(bytes[position + $0]) << 8 | Int(bytes[position + $0 + 1]) }
      return (numbers[1], numbers[0], bytes[position + 9] == 1 ? "/DeviceGray" : "/DeviceRGB")
    }
    position += 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
  }
  return (0, 0, "/DeviceGray")
}
