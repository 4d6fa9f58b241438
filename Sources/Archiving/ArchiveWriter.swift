import CArchive
public import Foundation

/// Puts files into one archive, one after another, through libarchive. Nothing of them is kept in memory but, for a ZIP,
/// the list of their names that stands at its end (some 150 bytes a file).
///
/// The same files in the same order give the same bytes. One thing is the machine's: a ZIP has times in local time, and
/// beside them, for programs that look there, in UTC.
public final class ArchiveWriter {
  public enum Form: Sendable, Equatable {
    /// Files as they are, without compression; names in UTF-8; ZIP64 where it must be.
    case zip
    /// POSIX (pax), names in UTF-8.
    case tarGzip
  }

  private let archive: OpaquePointer
  private let output: Output
  /// libarchive takes names by the thread's locale; no program need set its own to UTF-8 for that.
  private let locale: locale_t
  /// PDFs are compressed: the least effort gains all that there is to gain.
  private static let options = [
    Form.zip: "zip:compression=store,zip:hdrcharset=UTF-8", .tarGzip: "gzip:compression-level=1,gzip:!timestamp",
  ]
  private static let blockSize: Int32 = 1 << 20

  /// Where the bytes go, and what went wrong there: C code carries no error.
  private final class Output {
    let write: (Data) throws -> Void
    var error: (any Error)?
    init(_ write: @escaping (Data) throws -> Void) { self.write = write }
  }

  /// - Parameter write: gets the bytes of the archive. What it throws, `add`, `append` or `finish` throw.
  public init(_ form: Form, write: @escaping (Data) throws -> Void) throws {
    guard let archive = archive_write_new(), let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else {
      throw ArchivingError.archive(problem: "there is no memory, or no locale C.UTF-8")
    }
    (self.archive, self.locale, output) = (archive, locale, Output(write))
    try check { archive in
      let isSet =
        switch form {
        case .zip: archive_write_set_format_zip(archive)
        case .tarGzip: min(archive_write_set_format_pax_restricted(archive), archive_write_add_filter_gzip(archive))
        }
      return min(isSet, archive_write_set_options(archive, Self.options[form]))
    }
    try check { archive_write_set_bytes_per_block($0, Self.blockSize) }
    // Tapes want whole blocks; files do not.
    try check { archive_write_set_bytes_in_last_block($0, 1) }
    try check { archive in
      archive_write_open2(
        archive, Unmanaged.passUnretained(output).toOpaque(), nil,
        { _, context, bytes, count in
          guard let context, let bytes else { return -1 }
          let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
          do { try output.write(Data(bytes: bytes, count: count)) } catch {
            output.error = error
            return -1
          }
          return count
        }, nil, nil)
    }
  }

  deinit {
    // Whoever gives up wants nothing more to be written.
    archive_write_fail(archive)
    archive_write_free(archive)
    freelocale(locale)
  }

  /// Begins a file; so many bytes must follow with `append`.
  /// - Parameters:
  ///   - name: within the archive.
  ///   - modifiedAt: seconds since 1970.
  public func add(_ name: String, size: Int64, modifiedAt: Int64) throws {
    guard let entry = archive_entry_new() else { throw ArchivingError.archive(problem: "there is no memory") }
    defer { archive_entry_free(entry) }
    let regularFile: UInt32 = 0o100000
    archive_entry_set_filetype(entry, regularFile)
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_size(entry, size)
    archive_entry_set_mtime(entry, Int(modifiedAt), 0)
    try check { archive in
      archive_entry_set_pathname_utf8(entry, name)
      return archive_write_header(archive, entry)
    }
  }

  public func append(_ bytes: Data) throws {
    var left = bytes
    while !left.isEmpty {
      var written = 0
      try check { archive in
        written = left.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
        return written < 0 ? Int32(written) : ARCHIVE_OK
      }
      guard written > 0 else { throw ArchivingError.archive(problem: "a file has more bytes than was said") }
      left = left.dropFirst(written)
    }
  }

  /// Writes what stands at the end.
  public func finish() throws { try check { archive_write_close($0) } }

  private func check(_ call: (OpaquePointer) -> Int32) throws {
    let former = uselocale(locale)
    let code = call(archive)
    uselocale(former)
    if let error = output.error { throw error }
    // A warning, too, is about a name that is not kept as it is.
    guard code != ARCHIVE_OK else { return }
    let words = archive_error_string(archive).map { String(cString: $0) }
    throw ArchivingError.archive(problem: words ?? "libarchive gives no reason")
  }
}
