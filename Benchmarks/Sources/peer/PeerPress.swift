import Blocks
import PDF
import QRCode
import Templates
import Typeface
import Typesetting

/// The whole way of a report, from JSON bytes to PDF bytes, by the same modules as `xinbao issue`: the data are the
/// other engines', so that reading credit files and signing, which those do not do, are left out.
struct PeerPress {
  private let template: Template
  private let fonts: FontSet
  private let typesetter: Typesetter

  /// - Parameter cache: folder of prepared fonts; they are prepared if they are not there.
  init(template path: String, fontList: String, cache: String) throws {
    // The data have no schema: a path that leads nowhere shows when the first report is printed.
    template = try Template(path: path, shape: .any)
    fonts = try FontSet(configuration: fontList, cache: cache)
    typesetter = Typesetter(fonts: fonts)
  }

  func print(_ json: [UInt8]) throws -> [UInt8] {
    let data = try DataValue(json: json)
    let document = try template.document(for: data)
    let pages = try typesetter.pages(of: document)
    let symbol = try QRSymbol(
      text: try text("qr", of: data), side: .picture(millimetres: Length(points: 110).millimetres))
    let number = try text("report_no", of: data)
    return try renderPDF(
      pages, fonts: fonts,
      pictures: [
        .verificationCode: Bitmap(width: symbol.pictureSize, height: symbol.pictureSize, rows: symbol.pictureRows)
      ],
      properties: PDFProperties(
        information: document.information, creator: "Xinbao", createdAt: 1_795_168_800,
        identifier: Array((Array(number.utf8) + Array(repeating: 0, count: 16)).prefix(16))))
  }

  private func text(_ key: String, of data: DataValue) throws -> String {
    guard case .object(let object) = data, case .text(let text) = object[key] else {
      throw PeerError(problem: "the data have no text `\(key)`")
    }
    return text
  }
}

struct PeerError: Error, CustomStringConvertible {
  var problem: String
  var description: String { problem }
}
