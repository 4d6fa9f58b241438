/// The ASCII character of a full-width form (U+FF01–U+FF5E, Halfwidth and Fullwidth Forms), the ideographic space as a space,
/// others as they are.
///
/// Input methods for Chinese write digits, letters and marks twice as wide, and who types a code does not see it.
package func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0xFF01...0xFF5E: Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
  case 0x3000: " "
  default: scalar
  }
}
