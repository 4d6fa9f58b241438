import JSON

// The two directions.

extension CanonicalJSONWriter: CanonicalCoder {
  func require(_ condition: Bool, orElse problem: @autoclosure () -> String) {}

  /// Not asked when writing: the elements are given.
  var hasElement: Bool { false }

  mutating func nameIfPresent<Value>(_ name: StaticString, _ value: Given<Value?>) -> Given<Value>? {
    guard let value = value.written else { return nil }
    self.name(name)
    return .value(value)
  }

  mutating func valueUnlessNull<Value>(_ value: Given<Value?>) -> Given<Value>? {
    if let value = value.written { return .value(value) }
    null()
    return nil
  }

  mutating func natural(_ number: Given<Int>) -> Int {
    value(number.written)
    return number.written
  }

  mutating func flag(_ flag: Given<Bool>) -> Bool {
    value(flag.written)
    return flag.written
  }

  mutating func text(_ text: Given<String>) -> String {
    value(text.written)
    return text.written
  }

  mutating func text<Value>(
    _ value: Given<Value>, _ text: (Value) -> String, _ parse: (String) -> Value?, problem: (String) -> String
  ) -> Value {
    self.value(text(value.written))
    return value.written
  }
}

extension Given {
  fileprivate var written: Value {
    guard case .value(let value) = self else { preconditionFailure("nothing is given to a coder that writes") }
    return value
  }
}

extension CanonicalJSONReader: CanonicalCoder {
  func require(_ condition: Bool, orElse problem: @autoclosure () -> String) throws(CanonicalJSONFault) {
    if !condition { throw fault(problem()) }
  }

  mutating func nameIfPresent<Value>(_ name: StaticString, _ value: Given<Value?>) -> Given<Value>? {
    passes(name) ? .nothing : nil
  }

  mutating func valueUnlessNull<Value>(_ value: Given<Value?>) -> Given<Value>? { passesNull() ? nil : .nothing }

  mutating func natural(_ number: Given<Int>) throws(CanonicalJSONFault) -> Int { try natural() }

  mutating func flag(_ flag: Given<Bool>) throws(CanonicalJSONFault) -> Bool { try self.flag() }

  mutating func text(_ text: Given<String>) throws(CanonicalJSONFault) -> String { try self.text() }

  mutating func text<Value>(
    _ value: Given<Value>, _ text: (Value) -> String, _ parse: (String) -> Value?, problem: (String) -> String
  ) throws(CanonicalJSONFault) -> Value {
    let text = try self.text()
    guard let value = parse(text) else { throw fault(problem(text)) }
    return value
  }
}
