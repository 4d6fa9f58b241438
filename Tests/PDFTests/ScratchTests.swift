import Blocks
import Foundation
import Testing
import Typeface
import Typesetting

@testable import PDF

@Test func scratch() throws {
  var sheet = try Sheet()
  try sheet.write("公共信用信息报告 Public Credit 2021（第 1 页）", x: 72, y: 90, size: 22, role: "hei")
  try sheet.write("示例有限公司𠮷𡌴（91440300MA5EXAMPL7）；\\反斜杠", x: 72, y: 130, size: 10.5)
  try sheet.write("两端对齐的一行文字，字距加宽。", x: 72, y: 150, size: 10.5, adjustments: [100, 100, 90])
  try sheet.write("红字", x: 72, y: 180, size: 16, color: Color(hex: 0xC00000))
  sheet.page.marks += [
    .fill(Rect(x: 72, y: 200, width: 100, height: 20), Color(hex: 0xEEEEEE)),
    .fill(Rect(x: 172, y: 200, width: 100, height: 20), Color(hex: 0xC0D0FF)),
    .line(from: Point(x: 72, y: 240), to: Point(x: 300, y: 240), Stroke(width: 0.5)),
    .line(from: Point(x: 72, y: 250), to: Point(x: 300, y: 250), Stroke(width: 0.5)),
    .line(from: Point(x: 72, y: 260), to: Point(x: 300, y: 260), Stroke(width: 1, pattern: .dashed)),
    .frame(Rect(x: 72, y: 280, width: 200, height: 60), Stroke(width: 1.5, color: Color(hex: 0x0000AA))),
    .picture(.verificationCode, Rect(x: 350, y: 200, width: 100, height: 120), alternateText: "qr"),
  ]
  var back = try Sheet()
  for i in 0..<6 { try back.write("仅供示例使用", x: 100, y: Length(points: 200 + Double(i) * 100), size: 30, role: "hei", color: Color(hex: 0xDDDDDD), rotation: 45) }
  var rows = [UInt8](repeating: 0, count: 2 * 10)
  for y in 0..<10 { rows[2 * y] = y % 2 == 0 ? 0b1010_1010 : 0b0101_0101; rows[2 * y + 1] = y == 0 ? 0b1100_0000 : 0b0100_0000 }
  let bytes = try render(
    [sheet.page, sheet.page], background: back.page,
    outline: [OutlineEntry(title: "一、基本信息", level: 1, page: 0, top: 80), OutlineEntry(title: "(一) x", level: 2, page: 1, top: 80), OutlineEntry(title: "二", level: 1, page: 1, top: 180)],
    pictures: [.verificationCode: Bitmap(width: 10, height: 10, rows: rows)],
    properties: .sample(attachments: [PDFAttachment(name: "报告数据.json", mediaType: "application/json", description: "数据", relationship: .data, bytes: Array("{\"a\":1}".utf8)), PDFAttachment(name: "a.cbor", mediaType: "application/cose", description: "token", relationship: .supplement, bytes: [1, 2, 3])]))
  try Data(bytes).write(to: URL(fileURLWithPath: "/tmp/pdfx/s.pdf"))
  let file = try PDFFile(bytes: bytes)
  #expect(file.pageCount == 2)
  #expect(!file.hasIncrementalUpdates)
  print(try file.attachments())
}
