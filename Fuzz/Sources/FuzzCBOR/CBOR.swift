@testable import Attestation

/// Any bytes as CBOR: what is decoded encodes to the same bytes. And the other messages that are made of it: trust lists,
/// status lists, bundles, receipts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let value = try? CBOR(decoding: bytes) { precondition(value.encoded == bytes, "a second encoding") }
  return 0
}
