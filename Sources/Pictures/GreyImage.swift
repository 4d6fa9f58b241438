/// Why there are no pixels to be had.
public enum PictureError: Error {
  /// Damaged, or of a kind that no camera writes.
  case unreadable
  /// More than `GreyImage.maximumPixels`.
  case tooLarge
}

/// A picture of 8-bit grey, rows from the top without padding.
public struct GreyImage: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public let pixels: [UInt8]

  /// A phone's largest picture has 200 million pixels only by marketing; real ones have 12 to 50 million. The limit
  /// keeps a small file that unfolds to gigabytes from taking the machine's memory.
  public static let maximumPixels = 100_000_000

  /// - Precondition: as many pixels as width and height say.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height)
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// - Parameter bytes: PNG or JPEG.
  public init(decoding bytes: [UInt8]) throws(PictureError) {
    // By the same first bytes as `FileFormat`, which has looked at the file before.
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) {
      self = try decodePNG(bytes)
    } else if bytes.starts(with: [0xff, 0xd8]) {
      self = try decodeJPEG(bytes)
    } else {
      throw .unreadable
    }
  }

  /// - Throws: unless there are pixels, and not too many.
  static func check(width: Int, height: Int) throws(PictureError) {
    guard width > 0, height > 0 else { throw .unreadable }
    guard width <= maximumPixels / height else { throw .tooLarge }
  }

  /// A copy half as wide and high, each pixel the mean of four; what is left of an odd row or column falls away.
  func halved() -> GreyImage {
    let (columns, rows) = (width / 2, height / 2)
    let halved = [UInt8](unsafeUninitializedCapacity: columns * rows) { buffer, count in
      for row in 0..<rows {
        let (upper, lower, target) = (2 * row * width, (2 * row + 1) * width, row * columns)
        for column in 0..<columns {
          let sum =
            UInt16(pixels[upper + 2 * column]) + UInt16(pixels[upper + 2 * column + 1])
            + UInt16(pixels[lower + 2 * column]) + UInt16(pixels[lower + 2 * column + 1])
          buffer[target + column] = UInt8((sum + 2) / 4)
        }
      }
      count = columns * rows
    }
    return GreyImage(width: columns, height: rows, pixels: halved)
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
