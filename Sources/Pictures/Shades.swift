/// The grey of a colour, as ITU-R BT.601 weighs red, green and blue, on white paper.
/// - Parameter alpha: 0 is transparent. The colour is not multiplied by it yet.
func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255) -> UInt8 {
  let shade = (299 * Int(red) + 587 * Int(green) + 114 * Int(blue) + 500) / 1000
  return alpha == 255 ? UInt8(shade) : UInt8((shade * Int(alpha) + 255 * (255 - Int(alpha))) / 255)
}

extension GreyImage {
  /// Of pixels of four bytes each: red, green, blue, alpha.
  /// - Parameter bytesPerRow: at least four times the width.
  init(rgba: UnsafeBufferPointer<UInt8>, width: Int, height: Int, bytesPerRow: Int) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height)
    for row in 0..<height {
      for start in stride(from: row * bytesPerRow, to: row * bytesPerRow + 4 * width, by: 4) {
        pixels.append(grey(rgba[start], rgba[start + 1], rgba[start + 2], alpha: rgba[start + 3]))
      }
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// Of a plane of single bytes, such as the luma of a photograph.
  /// - Parameter bytesPerRow: at least the width.
  init(plane: UnsafePointer<UInt8>, width: Int, height: Int, bytesPerRow: Int) {
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
      for row in 0..<height {
        for column in 0..<width { buffer[row * width + column] = plane[row * bytesPerRow + column] }
      }
      count = width * height
    }
    self.init(width: width, height: height, pixels: pixels)
  }
}
