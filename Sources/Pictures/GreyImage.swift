/// Why a picture could not be decoded.
public enum PictureError: Error {
  /// Damaged, or of a kind that no camera writes.
  case unreadable
  /// More than `GreyImage.maximumPixels`.
  case tooLarge
  /// The file has fewer pages.
  case noSuchPage
  /// The file is damaged where it says where its next page is: it may have this page, and more.
  case pagesLost
}

/// An 8-bit greyscale picture, rows from the top without padding.
public struct GreyImage: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public let pixels: [UInt8]

  /// Only marketing gives phones 200 million pixels; real pictures have 12 to 50 million. The limit keeps a small file
  /// that expands to gigabytes from exhausting the machine's memory.
  public static let maximumPixels = 100_000_000

  /// - Precondition: the number of pixels matches width and height.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height)
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// The pixels alone, as of `DecodedPicture`.
  public init(decoding bytes: [UInt8], page: Int = 1) throws(PictureError) {
    self = try DecodedPicture(decoding: bytes, page: page).image
  }

  /// - Throws: if there are no pixels, or too many.
  static func check(width: Int, height: Int) throws(PictureError) {
    guard width > 0, height > 0 else { throw .unreadable }
    guard width <= maximumPixels / height else { throw .tooLarge }
  }

  /// A copy of half the width and height, each pixel the mean of four; an odd last row or column is dropped.
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

  /// A copy with `factor` times the width and height; new pixels are interpolated from the nearest four old ones
  /// (bilinear).
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

/// The two old pixels of a row or column between which a new one lies, and their weights in units of 1 / (2 × factor).
private struct Blend {
  let first: Int, second: Int
  let firstWeight: Int, secondWeight: Int

  init(at position: Int, factor: Int, count: Int) {
    let unit = 2 * factor
    // The centre of the new pixel, in these units from the centre of the first old one, which lies half an old pixel
    // from the edge.
    let distance = 2 * position + 1 - factor
    let index = (distance + unit) / unit - 1
    (first, second) = (max(index, 0), min(index + 1, count - 1))
    secondWeight = distance - index * unit
    firstWeight = unit - secondWeight
  }

  func mix(_ one: Int, _ other: Int) -> Int { one * firstWeight + other * secondWeight }
}
