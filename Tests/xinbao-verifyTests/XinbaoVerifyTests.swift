import ArgumentParser
import Testing

@testable import xinbao_verify

@Suite struct XinbaoVerifyTests {
  private static let root = String(repeating: "a1", count: 32)

  private func parsed(_ line: String) throws -> XinbaoVerify {
    try XinbaoVerify.parse(line.split(separator: " ").map(String.init))
  }

  @Test func optionsAreKeptAsGiven() throws {
    let command = try parsed(
      "a.pdf b.png --bundle b --trust-list t --root \(Self.root) --time 2026-11-20T18:00:00+08:00 --json")
    #expect(command.given == ["a.pdf", "b.png"] && command.bundle == "b" && command.trustList == "t")
    #expect(command.root == Self.root && command.json && command.ending == nil)
    #expect(try parsed("a.pdf --trust-list t --ending 0C").ending == "0C")
  }

  @Test(arguments: [
    ("--bundle b", "<given>"),
    ("a.pdf", "give --bundle, --trust-list or both"),
    ("a.pdf b.pdf --bundle b --ending 0C", "--ending is of one paper; give one report"),
    ("a.pdf --bundle b --root 12", "--root takes a fingerprint of 64 hexadecimal digits, not `12`"),
    ("a.pdf --bundle b --time noon", "--time takes a time such as 2026-11-20T18:00:00+08:00, not `noon`"),
    ("a.pdf --bundle b --home h", "--home"),
  ])
  func whatCannotBeIsRefusedByItsName(line: String, text: String) throws {
    let error = try #require(throws: (any Error).self) { try parsed(line) }
    #expect(XinbaoVerify.exitCode(for: error) == .validationFailure)
    #expect(XinbaoVerify.fullMessage(for: error).contains(text))
  }
}
