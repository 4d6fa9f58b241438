import JSON
import Records
import ReportKinds

extension Report {
  /// Version of the layout of ``canonicalData()``; raised when members are added or removed, or change
  /// their meaning. `Press.engine` is raised with it if reports of the version before come out otherwise: a program that
  /// does not know a version takes its reports for another engine's.
  public static let canonicalVersion = 6
  /// The versions that this program reads, and writes back unchanged: reports live longer than programs.
  public static let readableVersions = 3...canonicalVersion
  /// In bytes: the maximum size of a PDF attachment. A report of 5,000 penalties on 3,000 pages needs a tenth of it.
  public static let maximumCanonicalSize = 64 << 20

  /// Everything that the report says, as one byte string. Its digest is in the token, and it is attached to the file
  /// for machines to read (`verification.md` §2, §4).
  ///
  /// UTF-8 JSON in the canonical form of RFC 8785: members in ascending order of their names, no white space, minimal
  /// escapes. Equal reports give equal bytes; different reports give different bytes (`asOf` counts to the second).
  /// Each value's members are in its `members(of:by:)`, which writes and reads them.
  ///
  /// Version 6 adds `identity.expiresAt` the numbers of profiles, and the
  /// size of lists. Version 5 adds `excluded`. Version 4 adds `coverageBasis`, `unattributed`, the sources' `categories`, and the categories in judgement and
  /// group. Version 3 adds `edition.overview`, `identity.checkCode` and `rendering`, so that the data contain
  /// everything that pages show and everything needed to make them again. Version 2 adds `period` and `judgement`, and
  /// the marks of a record besides its lines.
  public func canonicalData() -> [UInt8] {
    var writer = CanonicalJSONWriter(capacity: 16_384, version: dataVersion)
    _ = Self.coded(.value(self), by: &writer)
    return writer.bytes
  }

  /// The inverse of `canonicalData()`: `Report(canonicalData: data).canonicalData() == data`.
  ///
  /// The bytes may come from anybody; only a token shows whether they are an issuer's.
  /// - Throws: if these are not canonical data of a version that this program reads; the error names the position.
  public init(canonicalData bytes: [UInt8]) throws(CanonicalDataError) {
    guard bytes.count <= Self.maximumCanonicalSize else { throw .tooLarge(limit: Self.maximumCanonicalSize) }
    let version = Self.version(atTheEndOf: bytes)
    if let version, !Self.readableVersions.contains(version) { throw .version(version) }
    var reader = CanonicalJSONReader(bytes, version: version ?? Self.canonicalVersion)
    let report: Report
    do throws(CanonicalJSONFault) { report = try Self.coded(.nothing, by: &reader) } catch {
      throw CanonicalDataError(error)
    }
    // Data whose end names no version may name another one inside.
    guard report.dataVersion == reader.version else { throw .version(report.dataVersion) }
    do throws(CanonicalJSONFault) {
      try reader.end()
      guard report.canonicalData() == bytes else { throw reader.fault("data that are not in canonical form") }
    } catch {
      throw CanonicalDataError(error)
    }
    self = report
  }

  /// The members depend on the version, so it is read first.
  private static func version(atTheEndOf bytes: [UInt8]) -> Int? {
    let digits = bytes.dropLast().reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...9).contains(digits.count), bytes.last == UInt8(ascii: "}"),
      bytes.dropLast(digits.count + 1).suffix(10).elementsEqual("\"version\":".utf8)
    else { return nil }
    return Int(String(decoding: digits.reversed(), as: UTF8.self))
  }
}
