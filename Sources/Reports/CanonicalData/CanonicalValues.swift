import CivilTime
import Hexadecimal
import JSON
import Records
import ReportKinds

// The values in a report, each in its single canonical form.

extension String: CanonicalValue {
  static func coded<Coder: CanonicalCoder>(
    _ value: Given<String>, by coder: inout Coder
  ) throws(Coder.Fault) -> String { try coder.text(value) }
}

extension Bool: CanonicalValue {
  static func coded<Coder: CanonicalCoder>(_ value: Given<Bool>, by coder: inout Coder) throws(Coder.Fault) -> Bool {
    try coder.flag(value)
  }
}

/// From 0 to 2⁵³ − 1.
extension Int: CanonicalValue {
  static func coded<Coder: CanonicalCoder>(_ value: Given<Int>, by coder: inout Coder) throws(Coder.Fault) -> Int {
    try coder.natural(value)
  }
}

/// Null: there is no value.
extension Optional: CanonicalValue where Wrapped: CanonicalValue {
  static func coded<Coder: CanonicalCoder>(
    _ value: Given<Wrapped?>, by coder: inout Coder
  ) throws(Coder.Fault) -> Wrapped? {
    guard let value = coder.valueUnlessNull(value) else { return nil }
    return try Wrapped.coded(value, by: &coder)
  }
}

extension Array: CanonicalValue where Element: CanonicalValue {
  static func coded<Coder: CanonicalCoder>(
    _ value: Given<[Element]>, by coder: inout Coder
  ) throws(Coder.Fault) -> [Element] {
    try coder.beginArray()
    var elements: [Element] = []
    switch value {
    case .value(let written):
      for element in written { _ = try Element.coded(.value(element), by: &coder) }
      elements = written
    case .nothing:
      while coder.hasElement { elements.append(try Element.coded(.nothing, by: &coder)) }
    }
    try coder.endArray()
    return elements
  }
}

// MARK: Texts

/// A value whose form is a text.
protocol CanonicalText: CanonicalValue {
  var canonicalText: String { get }
  init?(canonicalText: String)
  /// What is wrong with any other text.
  static var problem: String { get }
}

extension CanonicalText {
  static func coded<Coder: CanonicalCoder>(_ value: Given<Self>, by coder: inout Coder) throws(Coder.Fault) -> Self {
    try coder.text(value, \.canonicalText, { Self(canonicalText: $0) }, problem: { _ in problem })
  }
}

extension CanonicalText where Self: RawRepresentable<String> {
  var canonicalText: String { rawValue }
  init?(canonicalText: String) { self.init(rawValue: canonicalText) }
  static var problem: String { "no \(Self.self)" }
}

extension CoverageBasis: CanonicalText {}
extension Coverage.State: CanonicalText {}
extension Edition.Overview: CanonicalText {}
extension Report.Section.Content: CanonicalText {}
extension Report.Omission.Unit: CanonicalText {}
extension Report.Request.Basis: CanonicalText {}
extension Judgement.Purpose: CanonicalText {}
extension Judgement.Answer.Outcome: CanonicalText {}
extension GroupSummary.Role: CanonicalText {}
extension ReportKind: CanonicalText {
  static var problem: String { "no Kind" }
}

/// `2026-11-20`
extension CalendarDate: CanonicalText {
  var canonicalText: String { description }
  init?(canonicalText: String) { self.init(isoText: canonicalText) }
  static var problem: String { "no day" }
}

/// `2026-11-20T18:00:00+08:00`: milliseconds are lost.
extension BeijingTime: CanonicalText {
  var canonicalText: String { description }
  init?(canonicalText: String) { self.init(isoText: canonicalText) }
  static var problem: String { "no time" }
}

extension ReportNumber: CanonicalText {
  var canonicalText: String { description }
  init?(canonicalText: String) { self.init(canonicalText) }
  static var problem: String { "no report number" }
}

extension CanonicalCoder {
  mutating func hexadecimalBytes(_ bytes: Given<[UInt8]>, count: Int) throws(Fault) -> [UInt8] {
    try text(
      bytes, { hexadecimal($0) },
      { text in
        guard text.utf8.count == 2 * count, let bytes = [UInt8](hexadecimal: text) else { return nil }
        return text == hexadecimal(bytes) ? bytes : nil
      },
      problem: {
        $0.utf8.count == 2 * count ? "not hexadecimal in lower case" : "not \(2 * count) hexadecimal digits"
      })
  }
}

// MARK: Days

/// Days as an object, both inclusive.
extension ClosedRange: CanonicalValue, CanonicalObject where Bound == CalendarDate {
  static func members<Coder: CanonicalCoder>(
    of value: Given<ClosedRange<CalendarDate>>, by coder: inout Coder
  ) throws(Coder.Fault) -> ClosedRange<CalendarDate> {
    let first = try coder.member("from", value.lowerBound)
    let last = try coder.member("through", value.upperBound)
    try coder.require(first <= last, orElse: "a period that ends before it begins")
    return first...last
  }
}
