import Testing

@testable import Templates

/// What shape data have.
struct DataTests {
  @Test func aShapeSaysWhereDataDiffer() {
    let shape = DataShape.object([
      "a": .list(.object(["b": .text, "c": .optional(.number)])), "d": .name(of: "colour", known: ["red"]),
    ])
    let good: DataValue = ["a": [["b": "x", "c": nil], ["b": "y", "c": 3]], "d": "red"]
    #expect(shape.difference(from: good) == nil)
    #expect(shape.difference(from: ["a": [["b": 1]], "d": "red"]) == "`a.0.b` is a number instead of a text")
    #expect(shape.difference(from: ["a": [], "d": "blue"]) == "`d` is no colour: blue")
    #expect(shape.difference(from: ["a": [], "d": "red", "e": 1]) == "`` has no `e`")
    #expect(shape.difference(from: ["a": []]) == "`d` is nothing instead of a text")
  }
}
