import CivilTime
import Hexadecimal
import JSON
import Records

// The values in a report, each accepted only in its single canonical form.
extension CanonicalJSONReader {
  /// A text that is the name of one of a type's cases.
  mutating func name<Value: RawRepresentable<String>>(
    of type: Value.Type
  ) throws(CanonicalJSONFault) -> Value {
    let text = try text()
    guard let value = Value(rawValue: text) else { throw fault("no \(type)") }
    return value
  }

  mutating func texts() throws(CanonicalJSONFault) -> [String] {
    try array { reader throws(CanonicalJSONFault) in try reader.text() }
  }

  /// - Parameter count: in bytes.
  mutating func hexadecimalBytes(_ count: Int) throws(CanonicalJSONFault) -> [UInt8] {
    let text = try text()
    guard text.utf8.count == 2 * count else { throw fault("not \(2 * count) hexadecimal digits") }
    guard let bytes = [UInt8](hexadecimal: text), text == hexadecimal(bytes) else {
      throw fault("not hexadecimal in lower case")
    }
    return bytes
  }

  /// `2026-11-20`
  mutating func date() throws(CanonicalJSONFault) -> CalendarDate {
    let text = try text()
    guard let date = CalendarDate(isoText: text) else { throw fault("no day") }
    return date
  }

  /// `2026-11-20T18:00:00+08:00`
  mutating func time() throws(CanonicalJSONFault) -> BeijingTime {
    let text = try text()
    guard let time = BeijingTime(isoText: text) else { throw fault("no time") }
    return time
  }

  /// Both days inclusive.
  mutating func days() throws(CanonicalJSONFault) -> ClosedRange<CalendarDate> {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("from")
      let first = try reader.date()
      try reader.name("through")
      let last = try reader.date()
      guard first <= last else { throw reader.fault("a period that ends before it begins") }
      return first...last
    }
  }
}
