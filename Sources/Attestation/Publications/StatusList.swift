/// The statuses of reports, two bits each, at the index that each report's token names (`ReportClaims.status`). It does
/// not show which indices were assigned: without a report, nobody learns anything from it.
public struct StatusList: Sendable, Equatable {
  /// Number of the list, as in `ReportClaims.StatusReference`.
  public let list: UInt8
  /// Four reports per byte, the first in the lowest two bits; without trailing zeros.
  private let packed: [UInt8]

  /// The number of indices in a list: they have 24 bits.
  public static let capacity = 1 << 24

  /// - Parameter set: the reports whose status is not `valid`. Of two entries for one report, the last counts.
  /// - Precondition: every index is below `capacity`.
  public init(list: UInt8, set: [(index: UInt32, status: ReportStatus)]) {
    let last = set.lazy.filter { $0.status != .valid }.map(\.index).max()
    precondition((last ?? 0) < Self.capacity, "a status index has 24 bits")
    var packed = [UInt8](repeating: 0, count: last.map { Int($0) / 4 + 1 } ?? 0)
    for (index, status) in set where Int(index) / 4 < packed.count {
      let (byte, shift) = (Int(index) / 4, UInt8(index % 4) * 2)
      packed[byte] = packed[byte] & ~(3 << shift) | status.rawValue << shift
    }
    self.init(list: list, trimming: packed)
  }

  private init(list: UInt8, trimming packed: [UInt8]) {
    let end = packed.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    (self.list, self.packed) = (list, Array(packed.prefix(end)))
  }

  public subscript(index: UInt32) -> ReportStatus {
    let byte = Int(index) / 4
    guard byte < packed.count else { return .valid }
    // Two bits have four values, and each is a status.
    return ReportStatus(rawValue: packed[byte] >> (UInt8(index % 4) * 2) & 3) ?? .revoked
  }

  /// As published: the packed bits as a zlib stream.
  func compressed() throws(AttestationError) -> [UInt8] {
    guard let bytes = Zlib.compressed(packed) else { throw .signing(problem: "no memory to compress a status list") }
    return bytes
  }

  /// Nil for anything but one zlib stream of bits without trailing zeros.
  init?(list: UInt8, compressed: [UInt8]) {
    guard let packed = Zlib.decompressed(compressed, limit: Self.capacity / 4), packed.last != 0 else { return nil }
    (self.list, self.packed) = (list, packed)
  }
}
