/// The colour space of the numbers of `rg` and `g`: an ICC profile (ISO 15076-1) of sRGB (IEC 61966-2-1), with only the
/// tags that a display profile must have. It is built here from the standards' numbers.
enum ColorProfile {
  static let sRGB: [UInt8] = {
    // IEC 61966-2-1, 5.2, the decoding curve: ICC's function type 3; all three channels share it.
    let curve = tag("para") + [0, 3, 0, 0] + [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].flatMap(fixed)
    // The primaries and the white of sRGB, adapted from D65 to the D50 of the profile connection space by the linear
    // Bradford transform given in `chad` (ISO 15076-1, annex E).
    let adaptation = [
      1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168,
    ]
    let tags: [(signature: String, data: [UInt8])] = [
      ("desc", text("sRGB")), ("cprt", text("No copyright")),
      ("wtpt", xyz(0.9642, 1, 0.8249)), ("chad", tag("sf32") + adaptation.flatMap(fixed)),
      ("rXYZ", xyz(0.43607, 0.22249, 0.01392)), ("gXYZ", xyz(0.38515, 0.71687, 0.09708)),
      ("bXYZ", xyz(0.14307, 0.06061, 0.71410)), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
    ]
    var data: [UInt8] = []
    var table: [UInt8] = big(tags.count)
    var offsets: [[UInt8]: Int] = [:]
    for (signature, bytes) in tags {
      let offset = offsets[bytes] ?? 132 + 12 * tags.count + data.count
      if offsets.updateValue(offset, forKey: bytes) == nil {
        data += bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
      }
      table += Array(signature.utf8) + big(offset) + big(bytes.count)
    }
    return header(size: 128 + table.count + data.count) + table + data
  }()

  /// ISO 15076-1, 7.2: version 4.2, a display profile, the date of IEC 61966-2-1.
  private static func header(size: Int) -> [UInt8] {
    var header = big(size) + big(0) + [4, 0x20, 0, 0] + Array("mntrRGB XYZ ".utf8)
    header += [1999, 10, 18, 0, 0, 0].flatMap { big($0).suffix(2) }
    header += Array("acsp".utf8) + [UInt8](repeating: 0, count: 28) + [0.9642, 1, 0.8249].flatMap(fixed)
    return header + [UInt8](repeating: 0, count: 128 - header.count)
  }

  private static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// s15Fixed16Number.
  private static func fixed(_ value: Double) -> [UInt8] { big(Int((value * 65536).rounded())) }

  private static func tag(_ type: String) -> [UInt8] { Array(type.utf8) + big(0) }

  private static func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
    tag("XYZ ") + [x, y, z].flatMap(fixed)
  }

  /// A multiLocalizedUnicodeType with one language.
  private static func text(_ text: String) -> [UInt8] {
    let units = text.utf16.flatMap { big(Int($0)).suffix(2) }
    return tag("mluc") + big(1) + big(12) + Array("enUS".utf8) + big(units.count) + big(28) + units
  }
}
