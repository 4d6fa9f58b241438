import CQRencode
import Testing

@testable import QRCode

/// A verification link as reports carry it: a byte segment up to `#`, then the token's digits, 17 for 7 bytes.
private func link(tokenBytes: Int, host: String = "xy.gd.example.gov.cn", seed: UInt64 = 1) -> String {
  let digits = tokenBytes / 7 * 17 + [0, 3, 5, 8, 10, 13, 15][tokenBytes % 7]
  var state = seed
  let tail = (0..<digits).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return String((state >> 33) % 10)
  }
  return "https://\(host)/v#" + tail.joined()
}

struct QRSymbolTests {
  @Test(arguments: [(221, 14, QRSymbol.Level.q), (242, 15, .q), (391, 16, .m)])
  func versionsAreThoseMeasuredInPrint(bytes: Int, version: Int, level: QRSymbol.Level) throws {
    let symbol = try QRSymbol(text: link(tokenBytes: bytes))
    #expect(symbol.version == version)
    #expect(symbol.level == level)
    #expect(symbol.size == 17 + 4 * version)
    #expect(symbol.moduleMillimetres == 36 / Double(symbol.size))
  }

  @Test func digitsAreANumericSegment() throws {
    let numeric = try QRSymbol(text: link(tokenBytes: 221))
    let bytes = try QRSymbol(text: link(tokenBytes: 221).replacing("1", with: "x"), sideMillimetres: 60)
    // As bytes, 560 characters need version 18 at level Q.
    #expect(numeric.version < bytes.version)
  }

  @Test func modulesNeverFallBelowTheSmallestReadable() throws {
    for bytes in stride(from: 150, through: 480, by: 11) {
      let text = link(tokenBytes: bytes)
      do throws(QRError) {
        let symbol = try QRSymbol(text: text)
        #expect(symbol.moduleMillimetres >= (symbol.level == .q ? 0.42 : 0.40))
      } catch {
        guard case .tooDense(let count, let module?, 36) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(count == text.utf8.count)
        #expect(module < 0.40)
      }
    }
  }

  @Test func aTextThatIsTooLongSaysWhatToDo() {
    let error = #expect(throws: QRError.self) { try QRSymbol(text: link(tokenBytes: 700)) }
    #expect(error?.description.contains("shorten the text") == true)
    #expect(throws: QRError.tooDense(bytes: 8000, moduleMillimetres: nil, sideMillimetres: 36)) {
      try QRSymbol(text: String(repeating: "7", count: 8000))
    }
    #expect(throws: QRError.self) { try QRSymbol(text: "") }
    #expect(throws: QRError.self) { try QRSymbol(text: "https://a/v#1\u{0}2") }
    #expect(throws: QRError.self) { try QRSymbol(text: "1", sideMillimetres: .nan) }
  }

  @Test func theQuietZoneIsPartOfThePictureOnly() throws {
    let text = link(tokenBytes: 221)
    let symbol = try QRSymbol(text: text)
    let rows = symbol.pictureRows
    let stride = (symbol.size + 8 + 7) / 8
    #expect(rows.count == stride * (symbol.size + 8))
    for y in 0..<symbol.pictureSize {
      for x in 0..<symbol.pictureSize {
        let dark = rows[y * stride + x / 8] >> UInt8(7 - x % 8) & 1 == 1
        #expect(dark == symbol.isDark(x - 4, y - 4))
      }
    }
    #expect(symbol.isDark(0, 0) && symbol.isDark(6, 6) && !symbol.isDark(7, 7))
    #expect(!symbol.isDark(-1, 0) && !symbol.isDark(0, symbol.size))

    let fitted = try QRSymbol(text: text, side: .picture(millimetres: 41))
    #expect(fitted.moduleMillimetres == 41 / Double(fitted.size + 8))
    #expect(abs(fitted.pictureMillimetres - 41) < 1e-9)
  }

  /// The mask is chosen by our own sums, and must be the one that libqrencode would have chosen by its own.
  @Test func symbolsAreThoseOfLibqrencode() throws {
    #expect(
      xinbao_can_encode_under_mask_0() != 0, "Debian's library has these functions; else nothing is compared here")
    for seed in UInt64(1)...60 {
      for level in [QRSymbol.Level.m, .q] {
        let text = seed % 3 == 0 ? "A\(seed)" : link(tokenBytes: Int(seed * seed % 700), seed: seed)
        let code = try #require(
          QRcode_encodeString(text, 0, level == .q ? QR_ECLEVEL_Q : QR_ECLEVEL_M, QR_MODE_8, 1))
        defer { QRcode_free(code) }
        let symbol = try #require(try encodedSymbol(of: text, level: level))
        let size = Int(code.pointee.width)
        #expect(symbol.size == size && symbol.version == Int(code.pointee.version))
        #expect(symbol.modules == (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }, "\(text)")
      }
    }
  }

  @Test func theSameTextIsTheSameSymbol() throws {
    let text = link(tokenBytes: 242)
    #expect(try QRSymbol(text: text) == QRSymbol(text: text))
    #expect(try QRSymbol(text: text).modules != QRSymbol(text: link(tokenBytes: 242, seed: 2)).modules)
  }
}
