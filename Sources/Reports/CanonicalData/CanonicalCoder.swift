import JSON

/// Writes or reads the canonical data of a report. Each value describes its members once, to a coder: the same
/// description writes them and reads them back, so that the two directions cannot differ.
protocol CanonicalCoder {
  /// Why bytes are refused. Writing never fails.
  associatedtype Fault: Error

  /// Layout version of the data.
  var version: Int { get }

  // MARK: Structure

  mutating func beginObject() throws(Fault)
  mutating func endObject() throws(Fault)
  mutating func beginArray() throws(Fault)
  mutating func endArray() throws(Fault)
  /// Whether the array that is read goes on.
  var hasElement: Bool { get }
  /// The name of a member; its value comes next.
  mutating func name(_ name: StaticString) throws(Fault)
  /// The name of a member that is left out if there is no value.
  /// - Returns: the value that comes next; nil: the member is left out.
  mutating func nameIfPresent<Value>(_ name: StaticString, _ value: Given<Value?>) -> Given<Value>?
  /// A null if there is no value.
  /// - Returns: the value that comes next; nil: it was null.
  mutating func valueUnlessNull<Value>(_ value: Given<Value?>) -> Given<Value>?

  // MARK: Values

  mutating func natural(_ number: Given<Int>) throws(Fault) -> Int
  mutating func flag(_ flag: Given<Bool>) throws(Fault) -> Bool
  mutating func text(_ text: Given<String>) throws(Fault) -> String
  /// A value in the form of a text.
  /// - Parameter problem: of a text that has no value.
  mutating func text<Value>(
    _ value: Given<Value>, _ text: (Value) -> String, _ parse: (String) -> Value?, problem: (String) -> String
  ) throws(Fault) -> Value

  /// Refuses data that were read; whatever is written is ours and holds.
  func require(_ condition: Bool, orElse problem: @autoclosure () -> String) throws(Fault)
}

/// The value that a coder is to write, if it writes.
@dynamicMemberLookup
enum Given<Value> {
  case value(Value)
  /// There is no value yet: the coder reads.
  case nothing

  subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Given<Member> {
    switch self {
    case .value(let value): .value(value[keyPath: path])
    case .nothing: .nothing
    }
  }
}

/// A value that describes its canonical form.
protocol CanonicalValue {
  /// - Returns: the value that was written or read.
  static func coded<Coder: CanonicalCoder>(
    _ value: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self
}

/// A value with named members.
protocol CanonicalObject: CanonicalValue {
  /// Codes the members, in ascending order of their names.
  static func members<Coder: CanonicalCoder>(
    of value: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self
}

extension CanonicalObject {
  static func coded<Coder: CanonicalCoder>(
    _ value: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    try coder.beginObject()
    let value = try members(of: value, by: &coder)
    try coder.endObject()
    return value
  }
}

extension CanonicalCoder {
  mutating func member<Value: CanonicalValue>(
    _ name: StaticString, _ value: Given<Value>
  ) throws(Fault) -> Value {
    try self.name(name)
    return try Value.coded(value, by: &self)
  }

  /// A member that earlier layouts do not have.
  /// - Parameters:
  ///   - first: the first version that has it.
  ///   - earlier: the value in data of an earlier version.
  mutating func member<Value: CanonicalValue>(
    _ name: StaticString, _ value: Given<Value>, since first: Int, earlier: Value
  ) throws(Fault) -> Value {
    version < first ? earlier : try member(name, value)
  }

  /// A member that is left out if there is no value.
  mutating func memberIfPresent<Value: CanonicalValue>(
    _ name: StaticString, _ value: Given<Value?>
  ) throws(Fault) -> Value? {
    guard let value = nameIfPresent(name, value) else { return nil }
    return try Value.coded(value, by: &self)
  }

  /// A member of a fixed number of bytes, as hexadecimal digits in lower case.
  mutating func member(_ name: StaticString, _ bytes: Given<[UInt8]>, count: Int) throws(Fault) -> [UInt8] {
    try self.name(name)
    return try hexadecimalBytes(bytes, count: count)
  }
}
