import Foundation
import Testing

@testable import xinbao

/// What a terminal is sent: names of files are their senders' words.
@Suite struct ConsoleTests {
  @Test func whatWouldSteerATerminalIsReplaced() {
    #expect(
      Console.shown("a\u{1B}]0;x\u{7}.csv: wrong\n  \u{9B}31m\u{202E}b")
        == "a\u{FFFD}]0;x\u{FFFD}.csv: wrong\n  \u{FFFD}31m\u{FFFD}b")
  }

  /// `cut` and people read columns; what stands in one of them cannot look like the next one.
  @Test func theTabsBetweenColumnsStand() {
    #expect(
      Console.row(["1", "done", "a\tb\nc", "110101199003070011"]) == "1\tdone\ta\u{FFFD}b\u{FFFD}c\t**************0011")
  }

  /// A text with tabs or colours of its own would come out with replaced characters.
  @Test func noCommandWritesTabsIntoAResult() throws {
    let folder = DocumentedCommand.root.appending(path: "Sources/xinbao")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    for file in files where file != "Console.swift" {
      for line in try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
      where line.contains("\\t") {
        #expect(line.contains("print(") || file == "Commands/KeyCommand.swift", "\(file): \(line)")
      }
    }
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
