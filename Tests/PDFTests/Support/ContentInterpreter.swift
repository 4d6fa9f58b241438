import Testing

@testable import PDF
@testable import PDFReading

/// Executes the text operators of a content stream as ISO 32000-1, 9.4 says, and tells where each glyph lands.
struct ContentInterpreter {
  struct Placed: Equatable {
    var code: UInt16
    var font: String
    var x: Double, y: Double
  }
  private(set) var placed: [Placed] = []
  /// Operators in order.
  private(set) var operators: [String] = []

  init(_ content: [UInt8], advance: (String, UInt16) -> Int) throws {
    var parser = PDFParser(content)
    var operands: [PDFValue] = []
    var (font, size, spacing) = ("", 0.0, 0.0)
    var (lineX, lineY, x) = (0.0, 0.0, 0.0)

    func number(_ value: PDFValue) -> Double {
      switch value {
      case .integer(let number): Double(number)
      case .real(let number): number
      default: .nan
      }
    }
    func show(_ bytes: [UInt8], into placed: inout [Placed]) {
      for index in stride(from: 0, to: bytes.count - 1, by: 2) {
        let code = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        placed.append(Placed(code: code, font: font, x: x, y: lineY))
        x += Double(advance(font, code)) / 1000 * size + spacing
      }
    }

    while true {
      parser.skipSpace()
      guard let first = parser.peek else { break }
      let isOperator = (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first)
      guard isOperator else {
        operands.append(try parser.value())
        continue
      }
      var name = ""
      while let byte = parser.peek, (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) {
        name.unicodeScalars.append(Unicode.Scalar(byte))
        parser.position += 1
      }
      operators.append(name)
      switch name {
      case "BT": (lineX, lineY, x) = (0, 0, 0)
      case "Tf":
        guard case .name(let resource) = try #require(operands.first) else { break }
        (font, size) = (resource, number(operands[1]))
      case "Tc": spacing = number(operands[0])
      case "Td":
        lineX += number(operands[0])
        lineY += number(operands[1])
        x = lineX
      case "Tm": (lineX, lineY, x) = (number(operands[4]), number(operands[5]), number(operands[4]))
      case "Tj":
        guard case .string(let bytes) = operands[0] else { break }
        show(bytes, into: &placed)
      case "TJ":
        guard case .array(let items) = operands[0] else { break }
        for item in items {
          if case .string(let bytes) = item {
            show(bytes, into: &placed)
          } else {
            x -= number(item) / 1000 * size
          }
        }
      default: break
      }
      operands = []
    }
  }
}
