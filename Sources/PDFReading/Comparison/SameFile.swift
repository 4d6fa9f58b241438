/// Whether a file is the expected one, byte for byte, except for the digits of its signature. Only identical bytes
/// count: what one reader treats as equal, another reads differently (white space, comments, bytes after the end of a
/// compressed stream, a cross-reference table that has to be rebuilt) and shows different pages.
///
/// - Parameters:
///   - expected: the file with zeros in place of its signature.
///   - contents: the range of the /Contents string in the given file, brackets included.
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
