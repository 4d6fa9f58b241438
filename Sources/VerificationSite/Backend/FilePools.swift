public import Verifying
import Web

/// Where files are examined, on threads separate from the registry's: a picture or a report's file can take seconds, and an answer
/// by number or code must not wait behind it. As many files run at once as there are processors; a limited number more
/// wait, and the rest are refused. A deadline ends the waiting for an answer, and work that has not begun by then does
/// not begin.
public struct FilePools: Sendable {
  let pictures: BoundedPool
  let documents: BoundedPool
  private let reader: PictureReader

  /// - Parameters:
  ///   - reader: reads pictures.
  ///   - processors: of the machine.
  public init(reader: PictureReader, processors: Int) {
    self.reader = reader
    // At least two, so that on a small machine one bad picture does not block all others.
    let threads = max(2, processors)
    (pictures, documents) = (BoundedPool(threads: threads, waiting: 16), BoundedPool(threads: threads, waiting: 16))
  }

  /// - Throws: `PictureRefusal`, `PoolIsFull`.
  func texts(in picture: [UInt8]) async throws -> [String] {
    let reader = reader
    return try await pictures.run { try reader.texts(in: picture) }
  }
}
