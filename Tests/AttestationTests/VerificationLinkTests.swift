import Testing

@testable import Attestation

@Suite struct VerificationLinkTests {
  let token = Token(bytes: Array(0..<230))

  @Test func isAllLowerCaseWithTheTokenAfterTheHash() throws {
    let link = try VerificationLink(host: "Verify.Example.CN", token: token)
    #expect(link.url == "https://verify.example.cn/v#\(token.digits)")
    #expect(try VerificationLink(reading: link.url) == link)
  }

  @Test(arguments: [
    "https://h.example/v#D", "http://h.example/v#D", "HTTPS://H.EXAMPLE/V#D", "https://h.example/v/#D",
    "https://h.example/v/D", "https://h.example:8443/v#D", "https://h.example/v#D&appinstall=0",
    "https://h.example/v?from=singlemessage#D", "https://h.example/v/?from=timeline&isappinstalled=0#D",
    "https://h.example/v/D?from=singlemessage", "https://h.example/v#D#123", "  https://h.example/v#D\r\n",
    "D", " \n D \n", "D&appinstall=0", "D.", "\u{3000}D",
    "]Q1https://h.example/v#D", "]Q2\\000026https://h.example/v#D", "\\000026https://h.example/v#D", "]Q1D",
    "https%3A%2F%2Fh.example%2Fv%23D", "https%3a%2f%2fh.example%2fv%23D", "https://h.example/v%23D",
    "https%253A%252F%252Fh.example%252Fv%2523D",
    "【示例公司】请核验：https://h.example/v#D 谢谢", "核验网址（https://h.example/v#D）。", "核验码：D，请查收", "\u{FEFF}https://h.example/v#D",
    "https：／／h.example／v＃D", "https://h.example/v#D 再发一次 https://h.example/v#D",
    "https://h.example/v#D https://h.example/v",
  ])
  func readsWhatCamerasAndChatProgramsGive(pattern: String) throws {
    #expect(try VerificationLink(reading: pattern.replacing("D", with: token.digits)).token == token)
  }

  @Test func readsDigitsOfInputMethods() throws {
    let wide = String(String.UnicodeScalarView(token.digits.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0)! }))
    #expect(try VerificationLink(reading: wide).token == token)
    #expect(try VerificationLink(reading: "https://h.example/v#\(wide)").token == token)
    let arabic = String(String.UnicodeScalarView(token.digits.unicodeScalars.map { Unicode.Scalar($0.value + 0x630)! }))
    #expect(try VerificationLink(reading: arabic).token == token)
  }

  @Test func twoDifferentTokensInOneTextAreRefused() throws {
    let (one, other) = (token.digits, Token(bytes: Array(1..<231)).digits)
    for text in [
      "https://h.example/v#\(one) https://h.example/v#\(other)",
      "https://h.example/v#\(one)\nhttps://i.example/v/\(other)",
      "\(one)；\(other)", "第一份\(one)，第二份\(other)",
    ] {
      #expect { try VerificationLink(reading: text) } throws: { ($0 as? TokenRefusal)?.reason == .ambiguous }
    }
  }

  @Test(arguments: [
    "https://h.example/v", "https://h.example/v#", "https://h.example/v/", "https://h.example/v?from=timeline",
    "]Q1https://h.example/v#",
    "请核验 https://h.example/v 谢谢",
  ])
  func aLinkThatLostItsDigitsIsToldFromNonsense(text: String) {
    #expect { try VerificationLink(reading: text) } throws: { ($0 as? TokenRefusal)?.reason == .linkWithoutCode }
  }

  @Test func readsTypedGroups() throws {
    var typed = ""
    for (index, digit) in token.digits.enumerated() {
      if index > 0 { typed += index % 40 == 0 ? "\n" : index % 5 == 0 ? " " : "" }
      typed.append(digit)
    }
    #expect(try VerificationLink(reading: typed).token == token)
    #expect(try VerificationLink(reading: "https://h.example/v#\(typed)").token == token)
  }

  @Test(arguments: [
    "", " ", "#", "hello", "https://h.example/w#001", "https://h.example/verify#001",
    "ftp://h.example/v#001",
    "https:///v#001", "https://a b/v#001", "https://h.example#001", "javascript:001", "v#001", "https://[::1]/v#001",
    "00", "0011", "https://u:p@h.example/v#001", "https://h.example/v#001001",
    String(repeating: "001", count: 6000),
  ])
  func refusesTheRest(text: String) {
    #expect { try VerificationLink(reading: text) } throws: { ($0 as? TokenRefusal)?.reason == .malformed }
  }

  @Test(arguments: [
    "", "https://h.example", "h.example/v", "h example", "-h.example", "h.example:", "示例.cn", "h.example#",
  ])
  func refusesWhatIsNoHost(host: String) {
    #expect(throws: AttestationError.self) { try VerificationLink(host: host, token: token) }
  }
}
