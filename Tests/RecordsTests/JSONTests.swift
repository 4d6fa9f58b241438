import FileReading
import Testing

@testable import Records

@Suite struct StrictJSON {
  /// A text that is not JSON, and the whole message.
  @Test(arguments: [
    ("", "a.json:1:1: is empty; it must hold a JSON object"),
    (" \n\t ", "a.json:2:3: is empty; it must hold a JSON object"),
    ("\u{FEFF}", "a.json:1:2: is empty; it must hold a JSON object"),
    ("{", "a.json:1:2: the file ends where a key in double quotes should stand; it may be cut off"),
    ("[1, 2", "a.json:1:6: /1: the file ends where a comma or ] should stand; it may be cut off"),
    (#"{"a": "#, "a.json:1:7: /a: the file ends where a value should stand; it may be cut off"),
    (#"{"a" 1}"#, "a.json:1:6: /a: 1 stands where a colon after the key should"),
    (
      #"{"a": 1,}"#,
      "a.json:1:9: /a: } stands where a key in double quotes should; remove a comma before it, or close the brackets in order"
    ),
    ("[1,]", "a.json:1:4: /1: ] stands where a value should; remove a comma before it, or close the brackets in order"),
    (
      #"{"a": 1 "b": 2}"#,
      "a.json:1:9: /a: \" stands where a comma or } should; a comma or a colon may be missing before it"
    ),
    ("{'a': 1}", "a.json:1:2: ' stands where a key in double quotes should; use double quotes"),
    ("{a: 1}", "a.json:1:2: a stands where a key in double quotes should"),
    ("[1, // note\n2]", "a.json:1:5: /1: / stands where a value should; JSON has no comments"),
    (
      "[1}",
      "a.json:1:3: /0: } stands where a comma or ] should; remove a comma before it, or close the brackets in order"
    ),
    ("{} {}", "a.json:1:4: there is more after the end of the JSON text; remove it, or a closing bracket too many"),
    ("{}]", "a.json:1:3: there is more after the end of the JSON text; remove it, or a closing bracket too many"),
    (
      "[NaN]",
      "a.json:1:2: /0: N stands where a value should; JSON has true, false and null, and numbers without NaN and Infinity"
    ),
    (
      "[-Infinity]",
      "a.json:1:3: /0: I stands where a digit should; JSON has true, false and null, and numbers without NaN and Infinity"
    ),
    ("[nul]", "a.json:1:2: /0: n stands where a value should"),
    ("[truely]", "a.json:1:6: /0: l stands where a comma or ] should"),
    ("[007]", "a.json:1:2: /0: a number begins with 0; write it in quotes if it is a code, else without the 0"),
    ("[1.]", "a.json:1:4: /0: ] stands where a digit should; remove a comma before it, or close the brackets in order"),
    ("[.5]", "a.json:1:2: /0: . stands where a value should"),
    ("[+1]", "a.json:1:2: /0: + stands where a value should"),
    ("[1e]", "a.json:1:4: /0: ] stands where a digit should; remove a comma before it, or close the brackets in order"),
    ("[0x10]", "a.json:1:3: /0: x stands where a comma or ] should"),
    (#"{"a": "b"#, "a.json:1:7: /a: a string has no closing quote; it begins here; the file may be cut off"),
    (#"["\x41"]"#, #"a.json:1:3: /0: a string holds an escape that JSON does not have; write \\ for a backslash"#),
    (#"["\u12"]"#, #"a.json:1:3: /0: \u is not followed by four hexadecimal digits"#),
    (#"["\u12G4"]"#, #"a.json:1:3: /0: \u is not followed by four hexadecimal digits"#),
    (
      #"["\ud842"]"#,
      "a.json:1:3: /0: a string holds half of a surrogate pair, U+D842; write the character itself, or both halves"
    ),
    (
      #"["\udfb7\ud842"]"#,
      "a.json:1:3: /0: a string holds half of a surrogate pair, U+DFB7; write the character itself, or both halves"
    ),
    (
      #"["\ud842\u0041"]"#,
      "a.json:1:3: /0: a string holds half of a surrogate pair, U+D842; write the character itself, or both halves"
    ),
    ("[\"a\nb\"]", "a.json:1:4: /0: a string holds the raw control character U+000A; escape it or remove it"),
    ("[\"a\u{0}b\"]", "a.json:1:4: /0: a string holds the raw control character U+0000; escape it or remove it"),
    (#"["\u0000"]"#, "a.json:1:3: /0: a string holds the control character U+0000; remove it"),
    (#"["\b"]"#, "a.json:1:3: /0: a string holds the control character U+0008; remove it"),
    ("[\"\u{7F}\"]", "a.json:1:3: /0: a string holds the control character U+007F; remove it"),
    ("[\"\u{85}\"]", "a.json:1:3: /0: a string holds the control character U+0085; remove it"),
    (#"{"甲": {"a": 1, "b": 2, "a": 3}}"#, "a.json:1:24: /甲/a: the key a stands twice in one object; remove one"),
    (#"{"a": 1, "\u0061": 2}"#, "a.json:1:10: /a: the key a stands twice in one object; remove one"),
    (
      "“a”",
      "a.json:1:1: “ stands where a value should; outside of quotes only ASCII is allowed; a quote may be missing, or full-width"
    ),
    (
      "[[1, 2], [3, {\"x/y~\": [}]]",
      "a.json:1:24: /1/1/x~1y~0/0: } stands where a value should; remove a comma before it, or close the brackets in order"
    ),
  ])
  func refusesWithPlaceAndRemedy(text: String, message: String) throws {
    let error = try readingError(text)
    #expect(error.description == message)
    #expect(error.kind == .syntax)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x7B, 0x00], "is UTF-16 or UTF-32, or no text at all; save it as UTF-8"),
      ([0xFE, 0xFF, 0x00, 0x7B], "is UTF-16 or UTF-32, or no text at all; save it as UTF-8"),
      ([0x7B, 0x00, 0x7D, 0x00], "is UTF-16 or UTF-32, or no text at all; save it as UTF-8"),
      // gzip
      ([0x1F, 0x8B, 0x08, 0x00], "U+001F stands where a value should"),
      // 企 in GBK
      (
        [0x5B, 0x22, 0xC6, 0xF3, 0x22, 0x5D],
        "/0: a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"
      ),
      // overlong, surrogate, beyond U+10FFFF, cut off
      ([0x22, 0xC0, 0xAF, 0x22], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"),
      ([0x22, 0xE0, 0x80, 0xAF, 0x22], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"),
      (
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"
      ),
      ([0x22, 0xE4, 0xBC], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"),
      ([0x22, 0xE4, 0xBC, 0x22], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"),
      ([0x22, 0xE2, 0x80], "a string is not UTF-8; save the file as UTF-8; it may be GB 18030 or GBK"),
    ] as [([UInt8], String)])
  func refusesOtherEncodings(bytes: [UInt8], message: String) throws {
    let reader = CreditFileReader(catalogue: try shippedCatalogue(), now: { readingTime })
    let error = try #require(throws: ReadingError.self) { try reader.read(bytes: bytes, name: "a.json") }
    #expect(error.description.hasSuffix(": " + message), "\(error)")
  }

  @Test func nestingIsLimitedBeforeTheStackIs() throws {
    for text in [String(repeating: "[", count: 100_000), String(repeating: #"{"a":"#, count: 100_000)] {
      let error = try readingError(text)
      #expect(error.kind == .limit)
      #expect(error.message == "objects and arrays are nested more than 64 deep")
    }
  }

  @Test func manyKeysAreComparedToo() throws {
    let keys = (0..<500).map { "\"k\($0)\": \($0)" }
    for repeated in [0, 39, 40, 41, 250, 499] {
      let text = "{" + keys.joined(separator: ",") + ", \"k\(repeated)\": 0}"
      #expect(try readingError(text).message == "the key k\(repeated) stands twice in one object")
    }
  }

  /// A sound file with a few bytes changed is read or refused in one line.
  @Test(arguments: 0..<4) func damagedFilesNeverCrashTheReader(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let sound = try readFile(fixture("enterprise.json"), limit: 1 << 20)
    let reader = CreditFileReader(
      catalogue: try shippedCatalogue(), options: .init(keepUnknown: seed % 2 == 0), now: { readingTime })
    var refused = 0
    for _ in 0..<50 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: index)
        default: bytes.insert(sound.randomElement(using: &generator) ?? 0, at: index)
        }
      }
      do {
        _ = try reader.read(bytes: bytes, name: "a.json")
      } catch {
        refused += 1
        #expect(!error.description.contains("\n"), "\(error)")
      }
    }
    #expect(refused > 5)
  }
}
