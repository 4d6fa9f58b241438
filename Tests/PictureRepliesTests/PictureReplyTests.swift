import Testing

@testable import PictureReplies

@Suite struct PictureReplyTests {
  static let replies: [PictureReply] = [
    .read(.init([])), .read(.init(["https://verify.example.cn/v#123", "二维码"], pixels: 100_000_000)),
    .read(.init([""], isWhole: false, pixels: 1)), .unreadable, .tooLarge, .noSuchPage, .pagesLost,
  ]

  @Test(arguments: replies) func whatIsWrittenIsRead(reply: PictureReply) {
    #expect(PictureReply(reply.bytes) == reply)
  }

  /// The writer reads strangers' pictures, and may have been taken over by one.
  @Test func everythingElseIsNoReply() {
    for reply in Self.replies {
      let bytes = reply.bytes
      for length in bytes.indices { #expect(PictureReply(Array(bytes.prefix(length))) == nil) }
      #expect(PictureReply(bytes + [0]) == nil)
      #expect(PictureReply(Array("XBR3".utf8) + bytes.dropFirst(4)) == nil)
    }
    let mark = Array("XBR2".utf8)
    #expect(PictureReply(mark + [UInt8(ascii: "X"), 0, 0, 0, 0, 0]) == nil, "of no kind")
    #expect(PictureReply(mark + [UInt8(ascii: "U"), 1, 0, 0, 0, 0, 0, 0]) == nil, "unreadable, and with a text")
    #expect(PictureReply(mark + [UInt8(ascii: "N"), 0, 0, 0, 0, 1]) == nil, "no page, and of pixels")
    func texts(_ count: UInt8, _ bytes: [UInt8]) -> PictureReply? {
      PictureReply(mark + [UInt8(ascii: "T"), count, 0, 0, 0, 0] + bytes)
    }
    #expect(texts(1, [0, 1, 0xff]) == nil, "not UTF-8")
    #expect(texts(33, [UInt8](repeating: 0, count: 66)) == nil, "too many texts")
    #expect(texts(1, [0x20, 1] + [UInt8](repeating: 65, count: 8193)) == nil, "too long")
  }

  @Test func whatIsTooMuchIsLeftOut() {
    let long = String(repeating: "1", count: PictureReply.maximumTextBytes + 1)
    #expect(PictureReply(PictureReply.read(.init([long, "a"])).bytes) == .read(.init(["a"], isWhole: false)))
    let many = PictureReply.read(.init([String](repeating: String(long.dropLast()), count: 40))).bytes
    #expect(many.count == PictureReply.maximumBytes && PictureReply(many) != nil)
  }
}
