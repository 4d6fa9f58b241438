import CQRencode
import Glibc

/// The result of libqrencode as a value: the C structure is freed before this is returned.
struct EncodedSymbol {
  var version: Int
  var size: Int
  var modules: [Bool]
}

/// Nil: no version holds the text at this level.
func encodedSymbol(of text: String, level: QRSymbol.Level) throws(QRError) -> EncodedSymbol? {
  guard !text.isEmpty else { throw .unencodable(reason: "the text is empty") }
  guard !text.utf8.contains(0) else { throw .unencodable(reason: "the text holds a NUL character") }
  let correction = level == .q ? QR_ECLEVEL_Q : QR_ECLEVEL_M
  let canUnmask = xinbao_can_encode_under_mask_0() != 0
  // Version 0 means the smallest that holds the text; QR_MODE_8 applies to text that is neither numeric nor
  // alphanumeric.
  var symbol =
    canUnmask
    ? xinbao_encode_under_mask_0(text, correction) : QRcode_encodeString(text, 0, correction, QR_MODE_8, 1)
  // Larger symbols, which no page has, are left to the library.
  let isUnmasked = canUnmask && symbol.map { $0.pointee.width <= UInt128.bitWidth } ?? true
  if let large = symbol, !isUnmasked, canUnmask {
    QRcode_free(large)
    symbol = QRcode_encodeString(text, 0, correction, QR_MODE_8, 1)
  }
  guard let encoded = symbol else {
    let reason = errno
    guard reason == ERANGE else { throw .library(errno: reason) }
    return nil
  }
  defer { QRcode_free(encoded) }
  let size = Int(encoded.pointee.width)
  let data = UnsafeBufferPointer(start: encoded.pointee.data, count: size * size)
  let modules =
    !isUnmasked
    // Bit 0 is the colour; the others give the function of a module.
    ? data.map { $0 & 1 == 1 }
    : size <= UInt64.bitWidth
      ? modules(of: UnmaskedSymbol<UInt64>(underMask0: data, size: size, level: level).best, size)
      : modules(of: UnmaskedSymbol<UInt128>(underMask0: data, size: size, level: level).best, size)
  return EncodedSymbol(version: Int(encoded.pointee.version), size: size, modules: modules)
}

private func modules<Line: FixedWidthInteger>(of rows: [Line], _ size: Int) -> [Bool] {
  var modules: [Bool] = []
  modules.reserveCapacity(size * size)
  for row in rows {
    var row = row
    for _ in 0..<size {
      modules.append(row & 1 == 1)
      row &>>= 1
    }
  }
  return modules
}
