/// A PDF object (ISO 32000-1, 7.3): the writer builds them and the reader finds them.
package enum PDFValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  /// Without the slash, escapes resolved.
  case name(String)
  case string([UInt8])
  case array([PDFValue])
  case dictionary(PDFDictionary)
  case reference(PDFReference)

  /// A text string (7.9.2.2): ASCII as it is (PDFDocEncoding includes it), anything else UTF-16BE with a byte order
  /// mark.
  package static func text(_ text: String) -> PDFValue {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return .string(Array(text.utf8)) }
    return .string(
      [0xFE, 0xFF] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] })
  }
}

/// An indirect object's number (7.3.10).
package struct PDFReference: Sendable, Hashable {
  package var number: Int
  package var generation: Int

  package init(number: Int, generation: Int = 0) { (self.number, self.generation) = (number, generation) }
}

/// Keeps the order in which entries were written, so that the same document gives the same bytes.
package struct PDFDictionary: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package struct Entry: Sendable, Hashable {
    package var key: String
    package var value: PDFValue
  }
  package private(set) var entries: [Entry] = []

  package init() {}
  package init(dictionaryLiteral elements: (String, PDFValue)...) {
    entries = elements.map { Entry(key: $0.0, value: $0.1) }
  }

  package subscript(key: String) -> PDFValue? {
    get { entries.first { $0.key == key }?.value }
    set {
      let index = entries.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append(Entry(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Only for callers that have made sure that the key is new.
  package mutating func append(_ key: String, _ value: PDFValue) { entries.append(Entry(key: key, value: value)) }
}

extension PDFValue: ExpressibleByArrayLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(arrayLiteral elements: PDFValue...) { self = .array(elements) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(dictionaryLiteral elements: (String, PDFValue)...) {
    var dictionary = PDFDictionary()
    for (key, value) in elements { dictionary.append(key, value) }
    self = .dictionary(dictionary)
  }
}
