/// A picture of 8-bit grey, rows from the top without padding.
struct GreyImage: Equatable {
  let width: Int
  let height: Int
  let pixels: [UInt8]

  /// A phone's largest picture has 200 million pixels only by marketing; real ones have 12 to 50 million. The limit
  /// keeps a small file that unfolds to gigabytes from taking the machine's memory.
  static let maximumPixels = 100_000_000

  /// - Precondition: as many pixels as width and height say.
  init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height)
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// - Parameter bytes: PNG or JPEG.
  /// - Throws: `IMAGE_UNREADABLE`, `IMAGE_TOO_LARGE`.
  init(decoding bytes: [UInt8]) throws(FileRefusal) {
    switch FileFormat(of: bytes) {
    case .png: self = try decodePNG(bytes)
    case .jpeg: self = try decodeJPEG(bytes)
    default: throw .imageUnreadable
    }
  }

  /// - Throws: unless there are pixels, and not too many.
  static func check(width: Int, height: Int) throws(FileRefusal) {
    guard width > 0, height > 0 else { throw .imageUnreadable }
    guard width <= maximumPixels / height else { throw .imageTooLarge }
  }

  /// A copy `factor` times as wide and high, its new pixels mixed from the four old ones that are nearest (bilinear).
  func enlarged(by factor: Int) -> GreyImage {
    let columns = (0..<width * factor).map { Blend(at: $0, factor: factor, count: width) }
    let rows = (0..<height * factor).map { Blend(at: $0, factor: factor, count: height) }
    let whole = 4 * factor * factor
    var enlarged: [UInt8] = []
    enlarged.reserveCapacity(columns.count * rows.count)
    for row in rows {
      let (upper, lower) = (row.first * width, row.second * width)
      for column in columns {
        let above = column.mix(Int(pixels[upper + column.first]), Int(pixels[upper + column.second]))
        let below = column.mix(Int(pixels[lower + column.first]), Int(pixels[lower + column.second]))
        enlarged.append(UInt8((row.mix(above, below) + whole / 2) / whole))
      }
    }
    return GreyImage(width: columns.count, height: rows.count, pixels: enlarged)
  }
}

/// Which two old pixels of a row or column a new one lies between, and their weights in parts of twice the factor.
private struct Blend {
  let first: Int, second: Int
  let firstWeight: Int, secondWeight: Int

  init(at position: Int, factor: Int, count: Int) {
    let unit = 2 * factor
    // The centre of the new pixel, in units from the centre of the first old one; it starts half an old pixel before.
    let distance = 2 * position + 1 - factor
    let index = (distance + unit) / unit - 1
    (first, second) = (max(index, 0), min(index + 1, count - 1))
    secondWeight = distance - index * unit
    firstWeight = unit - secondWeight
  }

  func mix(_ one: Int, _ other: Int) -> Int { one * firstWeight + other * secondWeight }
}
