public import Verifying
import Web

/// Where files are examined, on threads separate from the registry's: a picture or a report's file can take seconds, and an answer
/// by number or code must not wait behind it. As many files of a kind run at once as there are processors; a limited number
/// more wait, in an order that is fair to all clients, and the rest are refused. A deadline ends the waiting for an answer,
/// and work that has not begun by then does not begin.
public struct FilePool: Sendable {
  enum Lane: CaseIterable {
    case pictures, documents
    /// A scan of a hundred pages takes half a minute; reports as issued do not wait behind it.
    case copies
  }
  let lanes: FairPool<Lane>
  private let reader: PictureReader

  /// - Parameters:
  ///   - reader: reads pictures.
  ///   - processors: of the machine.
  public init(reader: PictureReader, processors: Int) {
    self.reader = reader
    // At least two, so that on a small machine one bad picture does not block all others.
    let workers = Dictionary(uniqueKeysWithValues: Lane.allCases.map { ($0, max(2, processors)) })
    lanes = FairPool(workers: workers, waiting: Self.mostWaiting, clientWidth: max(1, processors / 2))
  }

  /// Tasks of each kind. More of them would not get a turn in the time that an answer may take.
  static let mostWaiting = 64

  /// - Throws: `PictureRefusal`, and what `FairPool.run` throws.
  func pages(ofPicture picture: Upload, _ format: PictureFormat) async throws -> ReadPages {
    let reader = reader
    return try await lanes.run(.pictures, holding: picture.place) {
      try reader.pages(ofPicture: picture.bytes, format, limits: .servicePicture)
    }
  }

  /// - Throws: `CopyRefusal`, and what `FairPool.run` throws.
  func pages(ofCopy document: Upload) async throws -> ReadPages {
    let reader = reader
    return try await lanes.run(.copies, holding: document.place) {
      try reader.pages(ofDocument: document.bytes, limits: .service)
    }
  }

  /// Examines a report's file.
  /// - Throws: what the work throws, and what `FairPool.run` throws.
  func examine(
    _ document: Upload, _ work: @escaping @Sendable () throws -> Verification
  ) async throws -> Verification {
    try await lanes.run(.documents, holding: document.place, work)
  }
}
