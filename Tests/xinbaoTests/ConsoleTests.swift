import Testing

@testable import xinbao

/// What a terminal is sent: names of files are their senders' words.
@Suite struct ConsoleTests {
  @Test func whatWouldSteerATerminalIsReplaced() {
    #expect(
      Console.shown("a\u{1B}]0;x\u{7}.csv: wrong\n  \u{9B}31m\u{202E}b")
        == "a\u{FFFD}]0;x\u{FFFD}.csv: wrong\n  \u{FFFD}31m\u{FFFD}b")
  }

  @Test func aNumberIsHiddenWhateverStandsBetweenItsDigits() {
    let number = "11010119900307\u{200E}0011"
    #expect(!Console.shown("a \(number)").contains("19900307"))
    #expect(!Console.printable(number).contains("19900307"))
    #expect(!Console.escaped(json: Array("{\"a\": \"\(number)\"}".utf8)).contains("19900307"))
  }

  /// Programs read the same text from it.
  @Test func inJSONItIsEscaped() {
    let json = "{\"a\": \"\u{9B}31m\u{202E}类\u{E0001}\"}\n"
    #expect(Console.escaped(json: Array(json.utf8)) == #"{"a": "\u009b31m\u202e类\udb40\udc01"}"#)
  }
}
