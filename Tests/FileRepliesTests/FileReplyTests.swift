import FileFormats
import Testing

@testable import FileReplies

@Suite struct FileReplyTests {
  private static let reasons = [UnfitFile.Reason(code: "PDF_UNREADABLE", chinese: "已损坏")]
  static let unfit = UnfitFile(reasons[0], "no end mark")
  static let replies: [FileReply] = [
    .unfit(unfit), .differences([]), .differences([FileDifference("page 1", chinese: "第1页")]),
    .fit(
      .init(
        pages: 3, attachments: .success([.init(name: "report.json", bytes: [1, 2]), .init(name: "", bytes: [])]),
        certifications: .success([[0x30, 0]]), place: .success(10..<20))),
    .fit(.init(pages: 0, attachments: .failure(unfit), certifications: .failure(unfit), place: .failure(unfit))),
  ]

  @Test(arguments: replies) func whatIsWrittenIsRead(reply: FileReply) {
    #expect(FileReply(reply.bytes, Self.reasons) == reply)
  }

  /// The writer reads strangers' files, and may have been taken over by one.
  @Test func everythingElseIsNoReply() {
    for reply in Self.replies {
      let bytes = reply.bytes
      for length in bytes.indices { #expect(FileReply(Array(bytes.prefix(length)), Self.reasons) == nil) }
      #expect(FileReply(bytes + [0], Self.reasons) == nil)
      #expect(FileReply(Array("XBF1".utf8) + bytes.dropFirst(4), Self.reasons) == nil)
      // No changed byte is a crash, or the same reply.
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= 0x80
        #expect(FileReply(changed, Self.reasons) != reply)
      }
    }
    func numbers(_ numbers: UInt64...) -> [UInt8] {
      Array("XBF2".utf8)
        + numbers.flatMap { number in (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    }
    func reply(_ bytes: [UInt8]) -> FileReply? { FileReply(bytes, Self.reasons) }
    #expect(reply(numbers(3)) == nil, "of no kind")
    #expect(reply(numbers(0, 1, 0, 0, 0, 0, 0, 20, 10)) == nil, "a place that ends before it begins")
    #expect(reply(numbers(2, 1 << 62)) == nil, "more items than bytes")
    #expect(reply(numbers(0, 1 << 63)) == nil, "more than a number")
    #expect(reply(numbers(1, 1 << 62)) == nil, "a text longer than all")
    #expect(reply(numbers(1, 1) + [0xff] + [UInt8](repeating: 0, count: 16)) == nil, "not UTF-8")
  }

  /// It would be that of the answer: `VALID`.
  @Test func aCodeOfAnotherAnswerIsNoReply() {
    for code in ["VALID", "", "PDF_UNREADABLE "] {
      let unfit = UnfitFile(.init(code: code, chinese: "报告真实有效"), "")
      for reply in [
        FileReply.unfit(unfit),
        .fit(.init(pages: 1, attachments: .failure(unfit), certifications: .success([]), place: .success(0..<1))),
      ] { #expect(FileReply(reply.bytes, Self.reasons) == nil, "\(code)") }
    }
    let unfit = UnfitFile(.init(code: "PDF_UNREADABLE", chinese: "报告真实有效"), "no end mark")
    #expect(FileReply(FileReply.unfit(unfit).bytes, Self.reasons) == .unfit(Self.unfit))
  }
}
