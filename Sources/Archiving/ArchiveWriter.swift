import CArchive
public import Foundation

/// Puts files into an archive, one after another, with libarchive. No file is kept in memory; for a ZIP only the
/// directory at its end is (some 150 bytes per file).
///
/// The same files in the same order give the same bytes, with one exception: a ZIP has times in the machine's local
/// time, and for programs that support it also in UTC.
public final class ArchiveWriter {
  public enum Form: Sendable, Equatable {
    /// Files without compression; names in UTF-8; ZIP64 where necessary.
    case zip
    /// POSIX (pax), names in UTF-8.
    case tarGzip
  }

  private let archive: OpaquePointer
  private let output: Output
  /// libarchive encodes names by the thread's locale; this one spares programs from setting their own to UTF-8.
  private let locale: locale_t
  /// PDFs are already compressed: the lowest level gains all that can be gained.
  private static let options = [
    Form.zip: "zip:compression=store,zip:hdrcharset=UTF-8", .tarGzip: "gzip:compression-level=1,gzip:!timestamp",
  ]
  private static let blockSize: Int32 = 1 << 20

  /// The destination of the bytes, and the error that occurred there, because C code cannot carry one.
  private final class Output {
    let write: (Data) throws -> Void
    var error: (any Error)?
    init(_ write: @escaping (Data) throws -> Void) { self.write = write }
  }

  /// - Parameter write: receives the bytes of the archive. Its errors are rethrown by `add`, `append` or `finish`.
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
    // Tapes need whole blocks; files do not.
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
    // An abandoned archive must not write anything more.
    archive_write_fail(archive)
    archive_write_free(archive)
    freelocale(locale)
  }

  /// Begins a file; exactly `size` bytes must follow with `append`.
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

  /// Writes the end of the archive.
  public func finish() throws { try check { archive_write_close($0) } }

  private func check(_ call: (OpaquePointer) -> Int32) throws {
    let former = uselocale(locale)
    let code = call(archive)
    uselocale(former)
    if let error = output.error { throw error }
    // Warnings count too: they are about a name that is not stored exactly.
    guard code != ARCHIVE_OK else { return }
    let words = archive_error_string(archive).map { String(cString: $0) }
    throw ArchivingError.archive(problem: words ?? "libarchive gives no reason")
  }
}
