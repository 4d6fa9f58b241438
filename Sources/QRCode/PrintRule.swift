/// How dense a printed symbol may be: verification.md §2 "In print", measured on simulated prints with blur, smeared
/// areas and 150–300 dpi.
public enum PrintRule {
  /// mm. From this module size on, the stronger error correction is worth it; below it, it costs more in module size
  /// than it gains in redundancy.
  public static let strongCorrectionModule = 0.42
  /// mm. Below this, office printers and cameras fail.
  public static let smallestModule = 0.40
  /// White modules on every side (ISO/IEC 18004, 6.3.8).
  public static let quietZone = 4
}

/// The side length into which a symbol must fit.
public enum SymbolSide: Sendable, Hashable {
  /// mm, the dark and light modules only. This is how verification.md counts: its 36 mm hold a 65-module version 12
  /// at 0.55 mm, and the quiet zone lies around them.
  case modules(millimetres: Double)
  /// mm, the quiet zone included: the size of the picture on the page, whatever the version is.
  case picture(millimetres: Double)

  public var millimetres: Double {
    switch self {
    case .modules(let side), .picture(let side): side
    }
  }

  func moduleMillimetres(size: Int) -> Double {
    switch self {
    case .modules(let side): side / Double(size)
    case .picture(let side): side / Double(size + 2 * PrintRule.quietZone)
    }
  }
}
