import CQRencode
import Glibc

/// What libqrencode returns, as a value: the C structure is freed before this leaves.
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
  // Version 0 is the smallest that holds the text; QR_MODE_8 is the mode of what is neither digits nor alphanumeric.
  guard let code = QRcode_encodeString(text, 0, correction, QR_MODE_8, 1) else {
    let reason = errno
    guard reason == ERANGE else { throw .library(errno: reason) }
    return nil
  }
  defer { QRcode_free(code) }
  let size = Int(code.pointee.width)
  let data = UnsafeBufferPointer(start: code.pointee.data, count: size * size)
  // Bit 0 is the colour; the others say what a module is for.
  return EncodedSymbol(version: Int(code.pointee.version), size: size, modules: data.map { $0 & 1 == 1 })
}
