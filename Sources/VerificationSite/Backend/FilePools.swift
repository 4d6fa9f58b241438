public import Verifying
import Web

/// Where files are looked into, apart from the registry's threads: a picture or PDF can take seconds, and an answer by
/// number or code must not wait behind it. As many files at once as there are processors, so many more wait, and what is
/// beyond that is turned away; a deadline ends the waiting for an answer, and what has not begun by then does not begin.
public struct FilePools: Sendable {
  let pictures: BoundedPool
  let pdfs: BoundedPool
  private let reader: PictureReader

  /// - Parameters:
  ///   - reader: of pictures.
  ///   - processors: of the machine.
  public init(reader: PictureReader, processors: Int) {
    self.reader = reader
    // Two at least, so that on a small machine one bad picture does not hold up every other one.
    let threads = max(2, processors)
    (pictures, pdfs) = (BoundedPool(threads: threads, waiting: 16), BoundedPool(threads: threads, waiting: 16))
  }

  /// - Throws: `PictureRefusal`, `PoolIsFull`.
  func texts(in picture: [UInt8]) async throws -> [String] {
    let reader = reader
    return try await pictures.run { try reader.texts(in: picture) }
  }
}
