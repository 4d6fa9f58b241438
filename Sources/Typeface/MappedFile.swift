import DurableFiles
import Glibc

/// A file of typed sections in the machine's byte order, mapped into memory: the result of preparing a font.
///
/// Layout: magic number, length of the file, then offset and count of each section, all UInt64; then the sections, each
/// at a multiple of 8. The magic number includes the format's version and does not match in a file of the other byte
/// order. Any number of processes may read it; `write` replaces the file atomically, and processes that have the old
/// one mapped keep it.
final class MappedFile: @unchecked Sendable {
  // Never written to after `init`, hence safe to share.
  private let base: UnsafeRawPointer
  private let length: Int
  private let sectionCount: Int

  /// "XBFONT" and the version of the format, in little-endian order. Raise the version whenever the output of preparing
  /// changes, so that older files are made again.
  static let magic: UInt64 = 0x0002_544E_4F46_4258

  /// nil if there is no such file, or it has another format or is truncated.
  init?(path: String, sectionCount: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    let headerLength = 16 + 16 * sectionCount
    guard fstat(descriptor, &status) == 0, Int(status.st_size) >= headerLength else { return nil }
    length = Int(status.st_size)
    guard let mapped = mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED else { return nil }
    base = UnsafeRawPointer(mapped)
    self.sectionCount = sectionCount
    // From here on `deinit` unmaps.
    guard base.load(as: UInt64.self) == Self.magic, base.load(fromByteOffset: 8, as: UInt64.self) == UInt64(length)
    else { return nil }
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: base), length) }

  /// The elements of a section, valid as long as this object; nil if the section does not lie within the file.
  func section<Element: BitwiseCopyable>(_ index: Int, as type: Element.Type) -> UnsafeBufferPointer<Element>? {
    guard index < sectionCount,
      let offset = Int(exactly: base.load(fromByteOffset: 16 + 16 * index, as: UInt64.self)),
      let count = Int(exactly: base.load(fromByteOffset: 24 + 16 * index, as: UInt64.self)),
      offset % 8 == 0, offset <= length, count <= (length - offset) / MemoryLayout<Element>.stride
    else { return nil }
    return UnsafeBufferPointer(
      start: (base + offset).assumingMemoryBound(to: Element.self), count: count)
  }
}

/// Collects the sections of a file for `MappedFile`.
struct SectionWriter {
  private var header: [UInt64] = []
  private var body: [UInt8] = []

  /// Sections are numbered in the order in which they are added.
  mutating func append<Element: BitwiseCopyable>(_ elements: [Element]) {
    body.append(contentsOf: repeatElement(0, count: -body.count & 7))
    header += [UInt64(body.count), UInt64(elements.count)]
    elements.withUnsafeBytes { body.append(contentsOf: $0) }
  }

  /// No reader ever sees a partial file; of two concurrent writers one wins.
  func write(to path: String) throws(TypefaceError) {
    let headerLength = 16 + 8 * header.count
    var words: [UInt64] = [MappedFile.magic, UInt64(headerLength + body.count)]
    for (index, word) in header.enumerated() { words.append(index % 2 == 0 ? word + UInt64(headerLength) : word) }
    let bytes = words.withUnsafeBytes { Array($0) } + body
    do throws(FileError) { try writeAtomically(bytes, to: path) } catch {
      throw TypefaceError(
        location: path, problem: "the prepared font \(error.problem)",
        remedy: "or choose another folder for prepared fonts")
    }
  }
}
