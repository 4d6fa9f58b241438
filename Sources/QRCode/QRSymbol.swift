/// A QR code symbol (ISO/IEC 18004, model 2) for paper: error correction level Q while the modules stay large,
/// otherwise M, and never modules too small to read.
public struct QRSymbol: Sendable, Hashable {
  public enum Level: Sendable, Hashable {
    /// About 15 % of the codewords can be restored.
    case m
    /// About 25 %.
    case q
  }

  /// 1…40.
  public let version: Int
  public let level: Level
  /// Modules on a side, without the quiet zone: 17 + 4 × version.
  public let size: Int
  /// Side of one module in print, mm.
  public let moduleMillimetres: Double
  /// Row by row; true is dark.
  let modules: [Bool]

  /// The symbol of `text` (UTF-8) with a side of `sideMillimetres`, without the quiet zone.
  ///
  /// libqrencode splits the text into numeric, alphanumeric and byte segments, so that digits cost 3⅓ bits each.
  /// - Throws: `QRError.tooDense` if even level M needs modules below 0.40 mm.
  public init(text: String, sideMillimetres: Double = 36) throws(QRError) {
    try self.init(text: text, side: .modules(millimetres: sideMillimetres))
  }

  /// The symbol of `text` (UTF-8) that fits in `side`.
  public init(text: String, side: SymbolSide) throws(QRError) {
    let strong = try encodedSymbol(of: text, level: .q)
    if let strong, side.moduleMillimetres(size: strong.size) >= PrintRule.strongCorrectionModule {
      self.init(strong, level: .q, side: side)
      return
    }
    let medium = try encodedSymbol(of: text, level: .m)
    guard let medium, side.moduleMillimetres(size: medium.size) >= PrintRule.smallestModule else {
      throw .tooDense(
        bytes: text.utf8.count, moduleMillimetres: medium.map { side.moduleMillimetres(size: $0.size) },
        sideMillimetres: side.millimetres)
    }
    self.init(medium, level: .m, side: side)
  }

  private init(_ symbol: EncodedSymbol, level: Level, side: SymbolSide) {
    version = symbol.version
    self.level = level
    size = symbol.size
    modules = symbol.modules
    moduleMillimetres = side.moduleMillimetres(size: symbol.size)
  }

  /// Column `x`, row `y`, from the top left module; false outside the symbol, where the quiet zone is.
  public func isDark(_ x: Int, _ y: Int) -> Bool {
    guard (0..<size).contains(x), (0..<size).contains(y) else { return false }
    return modules[y * size + x]
  }

  /// Modules on a side of the picture: the symbol and its quiet zone.
  public var pictureSize: Int { size + 2 * PrintRule.quietZone }

  /// Side of the picture in print, mm, the quiet zone included.
  public var pictureMillimetres: Double { moduleMillimetres * Double(pictureSize) }

  /// The picture, quiet zone included: `pictureSize` rows, each padded to whole bytes, the leftmost module in the
  /// highest bit, 1 = dark.
  public var pictureRows: [UInt8] {
    let (margin, stride) = (PrintRule.quietZone, (pictureSize + 7) / 8)
    var rows = [UInt8](repeating: 0, count: stride * pictureSize)
    for y in 0..<size {
      for x in 0..<size where modules[y * size + x] {
        rows[(y + margin) * stride + (x + margin) / 8] |= 0x80 >> UInt8((x + margin) % 8)
      }
    }
    return rows
  }
}
