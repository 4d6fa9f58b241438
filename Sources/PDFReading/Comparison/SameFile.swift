/// Whether a file is the expected one, byte for byte, but for the digits of its signature. Nothing else is a yes: what one
/// reader takes for the same, another reads differently (white space, comments, what follows the end of a compressed
/// stream, a table of references that has to be rebuilt), and shows other pages.
///
/// - Parameters:
///   - expected: up to its signature, for which zeros stand.
///   - contents: where the string of /Contents stands in the given file, its brackets included.
public func isSameFile(_ given: [UInt8], as expected: [UInt8], butFor contents: Range<Int>) -> Bool {
  guard given.count == expected.count, contents.count >= 2, expected.indices.contains(contents.lowerBound),
    contents.upperBound <= expected.count
  else { return false }
  let digits = contents.lowerBound + 1..<contents.upperBound - 1
  return given[..<digits.lowerBound] == expected[..<digits.lowerBound]
    && given[digits.upperBound...] == expected[digits.upperBound...]
    && expected[contents.lowerBound] == UInt8(ascii: "<") && expected[digits.upperBound] == UInt8(ascii: ">")
    && expected[digits].allSatisfy { $0 == UInt8(ascii: "0") }
}
