public import Verifying
import Web

/// Where files are examined, on threads separate from the registry's: a picture or a report's file can take seconds, and an answer
/// by number or code must not wait behind it. As many files run at once as there are processors; a limited number more
/// wait, and the rest are refused. A deadline ends the waiting for an answer, and work that has not begun by then does
/// not begin.
public struct FilePools: Sendable {
  let pictures: BoundedPool
  let documents: BoundedPool
  /// A scan of a hundred pages takes half a minute; reports as issued do not wait behind it.
  let copies: BoundedPool
  private let reader: PictureReader

  /// - Parameters:
  ///   - reader: reads pictures.
  ///   - processors: of the machine.
  public init(reader: PictureReader, processors: Int) {
    self.reader = reader
    // At least two, so that on a small machine one bad picture does not block all others.
    let threads = max(2, processors)
    (pictures, documents) = (BoundedPool(threads: threads, waiting: 16), BoundedPool(threads: threads, waiting: 16))
    copies = BoundedPool(threads: threads, waiting: threads)
  }

  /// - Throws: `PictureRefusal`, `PoolIsFull`.
  func pages(ofPicture picture: [UInt8], _ format: PictureFormat) async throws -> ReadPages {
    let reader = reader
    return try await pictures.run { try reader.pages(ofPicture: picture, format, limits: .servicePicture) }
  }

  /// - Throws: `CopyRefusal`, `PoolIsFull`.
  func pages(ofCopy document: [UInt8]) async throws -> ReadPages {
    let reader = reader
    return try await copies.run { try reader.pages(ofDocument: document, limits: .service) }
  }
}
