/// The ASCII character of a full-width form (U+FF01–U+FF5E, Halfwidth and Fullwidth Forms), and a space for the
/// ideographic space; other characters unchanged.
///
/// Chinese input methods can produce full-width digits, letters and marks without the user noticing.
package func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0xFF01...0xFF5E: Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
  case 0x3000: " "
  default: scalar
  }
}
