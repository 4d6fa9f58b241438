import ArgumentParser
import Foundation
import Testing

@testable import xinbao
@testable import xinbao_server

/// A command line that a page shows.
struct DocumentedCommand: CustomTestStringConvertible, Sendable {
  let page: String
  /// From the program's name on, as a shell splits the line.
  let words: [String]
  var testDescription: String { "\(page): \(words.joined(separator: " "))" }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Those of all pages for a program, in their order.
  static func all(of program: String) throws -> [DocumentedCommand] {
    let docs = try FileManager.default.contentsOfDirectory(atPath: root.path + "/docs").filter { $0.hasSuffix(".md") }
    let pages = ["README.md", "README.zh-CN.md", "examples/README.md"] + docs.sorted().map { "docs/\($0)" }
    return try pages.flatMap { page in
      try lines(of: String(contentsOf: root.appending(path: page), encoding: .utf8)).compactMap { line in
        var words = words(of: line)
        // A line that is to fail begins so.
        if words.first == "!" { words.removeFirst() }
        guard let name = words.first, name.split(separator: "/").last.map(String.init) == program else { return nil }
        return DocumentedCommand(page: page, words: [program] + words.dropFirst())
      }
    }
  }

  /// The lines of code blocks, and the code in tables.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var isCode = false
    for line in text.replacing("\\\n", with: " ").split(separator: "\n") {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        lines.append(String(line))
      } else if line.hasPrefix("|") {
        lines += line.matches(of: /`(xinbao[^`]* -o [^`]*)`/).map { String($0.1) }
      }
    }
    return lines
  }

  /// Splits at blanks outside quotation marks, up to a comment; variables of the shell get values that fit.
  private static func words(of line: String) -> [String] {
    let time = "2026-11-20T18:00:00+08:00"
    let values = [
      "ROOT": String(repeating: "a1", count: 32), "KID": "0a1b2c3d", "THEFT": time, "MOMENT": time, "ROW": "7",
    ]
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character == " ", !isQuoted {
        if let word { words.append(word) }
        word = nil
      } else if character == "#", word == nil {
        break
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words.map { word in word.hasPrefix("$") ? values[String(word.dropFirst())] ?? word : word }
  }
}

@Suite struct DocumentedCommandsTests {
  /// What users are told to type is taken.
  @Test(arguments: try DocumentedCommand.all(of: "xinbao"))
  func everyLineOfThePagesIsTaken(command: DocumentedCommand) throws {
    // `xinbao key …` stands for all of its commands.
    let words = command.words.dropFirst().filter { $0 != "…" || command.words.count > 3 }
    #expect(throws: Never.self) { try Xinbao.parseAsRoot(Array(words)) }
  }

  @Test(arguments: try DocumentedCommand.all(of: "xinbao-server"))
  func everyLineThatStartsTheServiceIsTaken(command: DocumentedCommand) throws {
    #expect(throws: Never.self) { try Serve.parse(Array(command.words.dropFirst())) }
  }

  @Test func everyCommandIsShownOnAPage() throws {
    let shown = Set(try DocumentedCommand.all(of: "xinbao").compactMap { $0.words.dropFirst().first })
    let all = Set(Xinbao.configuration.subcommands.map { $0._commandName })
    #expect(shown == all)
    #expect(try DocumentedCommand.all(of: "xinbao-server").count >= 3)
  }
}
