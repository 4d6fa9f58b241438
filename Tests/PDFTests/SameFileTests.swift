import Testing

@testable import PDF
@testable import PDFReading

/// A file is the expected one by its bytes, or it is another.
@Suite struct SameFileTests {
  @Test func onlyTheSignaturesDigitsMayDiffer() throws {
    let sample = try SignedSample()
    let (signed, unsigned, contents) = (sample.bytes, sample.unsigned.bytes, sample.unsigned.contents)
    #expect(signed != unsigned && isSameFile(signed, as: unsigned, butFor: contents))
    let digits = contents.dropFirst().dropLast()
    let around = [
      contents.lowerBound - 1, contents.lowerBound, digits.lowerBound, digits.upperBound - 1, digits.upperBound,
      contents.upperBound, signed.count - 1,
    ]
    for offset in around + stride(from: 0, to: signed.count, by: 499) {
      var changed = signed
      changed[offset] ^= 1
      #expect(isSameFile(changed, as: unsigned, butFor: contents) == digits.contains(offset), "byte \(offset)")
    }
    #expect(!isSameFile(signed + [0x0A], as: unsigned, butFor: contents))
    #expect(!isSameFile(signed.dropLast(), as: unsigned, butFor: contents))
  }

  /// The hole is the signature's in both files: nothing else may hide behind a signature.
  @Test func theHoleIsTheExpectedOne() throws {
    let sample = try SignedSample()
    let (signed, unsigned, contents) = (sample.bytes, sample.unsigned.bytes, sample.unsigned.contents)
    for hole in [
      contents.lowerBound - 2..<contents.upperBound, contents.lowerBound..<contents.upperBound + 2,
      contents.lowerBound..<signed.count + 1, contents.lowerBound..<contents.lowerBound + 1, -1..<contents.upperBound,
    ] {
      #expect(!isSameFile(signed, as: unsigned, butFor: hole), "\(hole)")
    }
    #expect(!isSameFile(signed, as: signed, butFor: contents), "zeros are expected where nobody has signed yet")
  }
}
