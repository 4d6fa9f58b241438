import Attestation

/// Any text as what a camera or a person gives: what is read has one string of digits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  guard let link = try? VerificationLink(reading: text) else { return 0 }
  let digits = link.token.digits
  precondition(digits.utf8.allSatisfy { (0x30...0x39).contains($0) })
  precondition((try? Token(digits: digits)) == link.token)
  if let host = link.host {
    precondition((try? VerificationLink(host: host, token: link.token))?.url == "https://\(host)/v#\(digits)")
  }
  return 0
}
