package import ErrorCauses

/// What is wrong with a JSON text, and where.
package struct JSONFault: Error {
  package var problem: Wording
  package var advice: Wording?
  package var offset: Int
  /// JSON pointer to the value that the parser was reading.
  package var pointer: String
  /// Whether the text is too large rather than malformed.
  package var isLimit = false

  /// In English.
  package var message: String { problem.english }
  package var hint: String? { advice?.english }
}

/// Creates faults with the parser's current position.
extension JSONParser {
  var document: JSONDocument { JSONDocument(bytes: bytes, nodes: nodes) }

  func fault(_ problem: Wording, _ advice: Wording? = nil) -> JSONFault {
    var pointer = ""
    for step in path {
      switch step {
      case .start: break
      case .key(let node): pointer += "/" + pointerToken(document.text(of: node))
      case .element(let index): pointer += "/\(index)"
      }
    }
    return JSONFault(problem: problem, advice: advice, offset: index, pointer: pointer)
  }

  func limit(_ problem: Wording, _ advice: Wording? = nil) -> JSONFault {
    var fault = fault(problem, advice)
    fault.isLimit = true
    return fault
  }

  func unexpected(_ wanted: Wording) -> JSONFault {
    guard index < bytes.count else {
      return fault(
        Wording("the file ends where \(wanted.english) should stand", "文件在应有\(wanted.chinese)处就结束了"),
        Wording("it may be cut off", "文件可能不完整"))
    }
    let hint: Wording?
    switch bytes[index] {
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      hint = Wording(
        "remove a comma before it, or close the brackets in order", "请删去其前面多余的逗号，或按顺序闭合括号")
    case UInt8(ascii: "'"): hint = Wording("use double quotes", "请使用英文双引号")
    case UInt8(ascii: "/"), UInt8(ascii: "#"): hint = Wording("JSON has no comments", "JSON 中不能有注释")
    case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "T"), UInt8(ascii: "F"):
      hint = Wording(
        "JSON has true, false and null, and numbers without NaN and Infinity",
        "JSON 只有 true、false、null，数字不能是 NaN 或 Infinity")
    case UInt8(ascii: "\""):
      hint = Wording("a comma or a colon may be missing before it", "其前面可能缺少逗号或冒号")
    case 0x80...:
      hint = Wording(
        "outside of quotes only ASCII is allowed; a quote may be missing, or full-width",
        "引号以外只能用半角英文字符；可能缺少引号，或引号是全角的")
    default: hint = nil
    }
    let found = String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first ?? "?"
    let shown = isInvisible(found) ? codePoint(found.value) : String(found)
    return fault(
      Wording("\(shown) stands where \(wanted.english) should", "应有\(wanted.chinese)处出现“\(shown)”"), hint)
  }

  func beginsWithZero() -> JSONFault {
    fault(
      Wording("a number begins with 0", "数字以 0 开头"),
      Wording("write it in quotes if it is a code, else without the 0", "如是代码，请加引号；否则请去掉开头的 0"))
  }

  func rawControlCharacter(_ byte: UInt8) -> JSONFault {
    fault(
      Wording("a string holds the raw control character \(codePoint(byte))", "文本中有未转义的控制字符 \(codePoint(byte))"),
      Wording("escape it or remove it", "请转义或删去"))
  }

  func unclosedString() -> JSONFault {
    fault(
      Wording("a string has no closing quote", "文本缺少结束的引号"),
      Wording("it begins here; the file may be cut off", "该文本从此处开始；文件可能不完整"))
  }

  func tooLong(_ length: Int) -> JSONFault {
    limit(
      Wording(
        "a value has \(length) bytes; at most \(limits.valueBytes) are read",
        "一个值有 \(length) 字节，最多读取 \(limits.valueBytes) 字节"),
      Wording("shorten or split it", "请缩短或拆分"))
  }

  func unknownEscape() -> JSONFault {
    fault(
      Wording("a string holds an escape that JSON does not have", "文本中有 JSON 不支持的转义"),
      Wording("write \\\\ for a backslash", "反斜杠请写成 \\\\"))
  }

  func tooDeep() -> JSONFault {
    limit(
      Wording(
        "objects and arrays are nested more than \(limits.nesting) deep", "对象与数组嵌套超过 \(limits.nesting) 层"))
  }

  func repeatedKey(_ name: String) -> JSONFault {
    fault(
      Wording("the key \(name) stands twice in one object", "同一对象中名称“\(name)”出现了两次"),
      Wording("remove one", "请删去其中一个"))
  }

  func noText() -> JSONFault {
    fault(
      Wording("is UTF-16 or UTF-32, or no text at all", "文件是 UTF-16 或 UTF-32 编码，或不是文本"),
      Wording("save it as UTF-8", "请另存为 UTF-8"))
  }

  func controlCharacter(_ code: UInt32) -> JSONFault {
    fault(
      Wording("a string holds the control character \(codePoint(code))", "文本中有控制字符 \(codePoint(code))"),
      Wording("remove it", "请删去"))
  }

  func loneSurrogate(_ code: UInt32) -> JSONFault {
    fault(
      Wording("a string holds half of a surrogate pair, \(codePoint(code))", "文本中只有半个代理对 \(codePoint(code))"),
      Wording("write the character itself, or both halves", "请直接写该字符，或写全两半"))
  }

  func invalidUTF8() -> JSONFault {
    fault(
      Wording("a string is not UTF-8", "文本不是 UTF-8 编码"),
      Wording("save the file as UTF-8; it may be GB 18030 or GBK", "请另存为 UTF-8；原文件可能是 GB 18030 或 GBK 编码"))
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
