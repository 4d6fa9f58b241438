import Synchronization

/// The memory that uploads take, from their first byte until their work is done.
///
/// An upload that arrives slowly holds what has arrived, and so hardly anything. A client may hold any amount as long as
/// nobody else needs it. Where memory runs out, the client that holds the most loses its largest upload on which no work
/// has begun: however many arrive slowly or wait for their turn, they harm each other.
public final class UploadMemory: Sendable {
  struct Holding {
    let client: IPAddress
    var bytes = 0
    /// Ends an upload that arrives or waits; nil: it is being worked on.
    var cut: (@Sendable () -> Void)?
  }
  fileprivate struct State {
    var holdings: [UInt64: Holding] = [:]
    /// Bytes of each client.
    var held: [IPAddress: Int] = [:]
    var bytes = 0
    var next: UInt64 = 0
  }

  /// Bytes of all uploads together.
  public let limit: Int
  /// Bytes above which a client that gets no more is told that its own uploads are too large: half of it.
  public var clientLimit: Int { limit / 2 }
  private let state = Mutex(State())

  public init(limit: Int) { self.limit = limit }

  /// The number of uploads, and their bytes.
  var inHand: (count: Int, bytes: Int) { state.withLock { ($0.holdings.count, $0.bytes) } }

  /// A place for an upload that begins to arrive.
  /// - Parameter cut: ends it; called at most once, and never after it has arrived.
  func place(for client: IPAddress, cut: @escaping @Sendable () -> Void) -> UploadPlace {
    let id = state.withLock { state in
      state.next += 1
      state.holdings[state.next] = Holding(client: client, cut: cut)
      return state.next
    }
    return UploadPlace(self, id, client)
  }

  /// - Throws: `Full`, and the upload holds what it held.
  fileprivate func grow(_ id: UInt64, by bytes: Int) throws(Full) {
    let cuts = try state.withLock { state throws(Full) -> [@Sendable () -> Void] in
      guard let client = state.holdings[id]?.client else { throw .wasCut }
      let own = state.held[client, default: 0] + bytes
      var cuts: [@Sendable () -> Void] = []
      while state.bytes + bytes > limit {
        guard let other = state.largestIdle(ofClientsWithMoreThan: own), let cut = state.remove(other)?.cut else {
          throw own > clientLimit ? .clientLimit : .noMemory
        }
        cuts.append(cut)
      }
      state.holdings[id]?.bytes += bytes
      state.held[client] = own
      state.bytes += bytes
      return cuts
    }
    for cut in cuts { cut() }
  }

  /// - Parameter cut: nil: from now on it is being worked on.
  /// - Throws: `wasCut`.
  fileprivate func change(_ id: UInt64, cut: (@Sendable () -> Void)?) throws(Full) {
    try state.withLock { state throws(Full) in
      guard state.holdings[id] != nil else { throw .wasCut }
      state.holdings[id]?.cut = cut
    }
  }

  fileprivate func leave(_ id: UInt64) { state.withLock { _ = $0.remove(id) } }

  /// Why an upload gets no more memory.
  public enum Full: Error {
    /// Its client holds the most, and others need the rest.
    case clientLimit
    /// All is taken by clients that have no more, or by uploads that are being worked on.
    case noMemory
    /// It had to make room for another one.
    case wasCut
  }
}

extension UploadMemory.State {
  fileprivate mutating func remove(_ id: UInt64) -> UploadMemory.Holding? {
    guard let holding = holdings.removeValue(forKey: id) else { return nil }
    bytes -= holding.bytes
    let rest = held[holding.client, default: 0] - holding.bytes
    held[holding.client] = rest > 0 ? rest : nil
    return holding
  }

  /// Nil if whoever has more than `bytes` has nothing on which no work has begun.
  fileprivate func largestIdle(ofClientsWithMoreThan bytes: Int) -> UInt64? {
    holdings
      .filter { $0.value.cut != nil && $0.value.bytes > 0 && held[$0.value.client, default: 0] > bytes }
      .max { rank($0.value) < rank($1.value) }?
      .key
  }

  private func rank(_ holding: UploadMemory.Holding) -> (Int, Int) { (held[holding.client, default: 0], holding.bytes) }
}

/// What an upload holds of the memory; it is given back when nobody has the place any more.
public final class UploadPlace: Sendable {
  /// Who sends the upload.
  let client: IPAddress
  private let memory: UploadMemory
  private let id: UInt64

  fileprivate init(_ memory: UploadMemory, _ id: UInt64, _ client: IPAddress) {
    (self.memory, self.id, self.client) = (memory, id, client)
  }

  deinit { memory.leave(id) }

  func grow(by bytes: Int) throws(UploadMemory.Full) { try memory.grow(id, by: bytes) }

  /// All has arrived; until its turn has come, it may still have to make room.
  func settle() throws(UploadMemory.Full) { try wait {} }

  /// - Parameter cut: ends the waiting; called at most once, and never after `begin`.
  func wait(cut: @escaping @Sendable () -> Void) throws(UploadMemory.Full) { try memory.change(id, cut: cut) }

  /// The turn has come: from now on nothing makes it leave.
  func begin() throws(UploadMemory.Full) { try memory.change(id, cut: nil) }

  /// The work has ended; another one on the same upload may follow.
  func rest() { try? wait {} }
}

/// The body of an upload, or a part of it.
public struct Upload: Sendable {
  public let bytes: [UInt8]
  /// To be kept until the work on the bytes has ended, even if nobody waits for that any more.
  public let place: UploadPlace

  public init(bytes: [UInt8], place: UploadPlace) { (self.bytes, self.place) = (bytes, place) }
}
