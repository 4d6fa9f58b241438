import Attestation

/// Any bytes as a token: what is accepted has that one encoding, and all its digits lead back to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let token = Token(bytes: bytes)
  guard let received = try? ReceivedToken(token) else { return 0 }
  precondition((try? Token(digits: token.digits)) == token, "the digits of a token are another token's")
  precondition((try? ReceivedToken(Token(bytes: bytes))) == received)
  // Bits beyond the last byte, or one byte less, are another token or none.
  precondition((try? ReceivedToken(Token(bytes: bytes + [0]))) == nil)
  precondition((try? ReceivedToken(Token(bytes: Array(bytes.dropLast())))) == nil)
  return 0
}
