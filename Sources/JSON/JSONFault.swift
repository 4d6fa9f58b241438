/// What is wrong with a JSON text, and where.
package struct JSONFault: Error {
  package var message: String
  package var hint: String?
  package var offset: Int
  /// JSON pointer to the value that the parser was reading.
  package var pointer: String
  /// Whether the text is too large rather than malformed.
  package var isLimit = false
}

/// Creates faults with the parser's current position.
extension JSONParser {
  var document: JSONDocument { JSONDocument(bytes: bytes, nodes: nodes) }

  func fault(_ message: String, _ hint: String? = nil) -> JSONFault {
    var pointer = ""
    for step in path {
      switch step {
      case .start: break
      case .key(let node): pointer += "/" + pointerToken(document.text(of: node))
      case .element(let index): pointer += "/\(index)"
      }
    }
    return JSONFault(message: message, hint: hint, offset: index, pointer: pointer)
  }

  func limit(_ message: String, _ hint: String? = nil) -> JSONFault {
    var fault = fault(message, hint)
    fault.isLimit = true
    return fault
  }

  func unexpected(_ wanted: String) -> JSONFault {
    guard index < bytes.count else { return fault("the file ends where \(wanted) should stand", "it may be cut off") }
    let hint: String?
    switch bytes[index] {
    case UInt8(ascii: "}"), UInt8(ascii: "]"): hint = "remove a comma before it, or close the brackets in order"
    case UInt8(ascii: "'"): hint = "use double quotes"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): hint = "JSON has no comments"
    case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "T"), UInt8(ascii: "F"):
      hint = "JSON has true, false and null, and numbers without NaN and Infinity"
    case UInt8(ascii: "\""): hint = "a comma or a colon may be missing before it"
    case 0x80...: hint = "outside of quotes only ASCII is allowed; a quote may be missing, or full-width"
    default: hint = nil
    }
    let found = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first ?? "?"
    return fault("\(isInvisible(found) ? codePoint(found.value) : String(found)) stands where \(wanted) should", hint)
  }

  func controlCharacter(_ code: UInt32) -> JSONFault {
    fault("a string holds the control character \(codePoint(code))", "remove it")
  }

  func loneSurrogate(_ code: UInt32) -> JSONFault {
    fault("a string holds half of a surrogate pair, \(codePoint(code))", "write the character itself, or both halves")
  }

  func invalidUTF8() -> JSONFault {
    fault("a string is not UTF-8", "save the file as UTF-8; it may be GB 18030 or GBK")
  }

  func codePoint(_ code: some BinaryInteger) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// White space and invisible characters.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  let properties = scalar.properties
  return properties.isWhitespace || properties.generalCategory == .control || properties.generalCategory == .format
}
