import Web

/// The first line is the boundary, the rest an upload: parsed, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
  let boundary = String(decoding: bytes[..<end], as: UTF8.self)
  let body = Array(bytes[end...].dropFirst())
  guard let parts = try? parseMultipart(body, boundary: boundary) else { return 0 }
  precondition(parts.reduce(0) { $0 + $1.bytes.count } <= body.count, "parts hold more than the upload")
  return 0
}
