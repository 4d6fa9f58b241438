public import Gathering
import Records
import Synchronization

/// What was gathered: the credit file of each subject, with the coverage that follows from deliveries.
public final class StoreSource: CreditFileSource {
  private let open: @Sendable () throws -> GatheringStore
  private let state = Mutex(State())
  /// Seconds for which what the files have in common is used before the store is asked for something newer.
  private static let freshness = Duration.seconds(1)
  /// Files that were fetched ahead and not asked for: a batch that was stopped leaves some.
  private static let mostFetched = 1024

  private struct State {
    var store: GatheringStore?
    var frame: FileFrame?
    var madeAt = ContinuousClock.now
    /// By normalized code; nil: there is none.
    var fetched: [String: [UInt8]?] = [:]
  }

  /// - Parameter open: called when a subject is asked for, the first time.
  public init(_ open: @escaping @Sendable () throws -> GatheringStore) { self.open = open }

  public func creditFile(of code: SubjectCode) throws -> [UInt8]? { try creditFile(ofCode: code.text) }

  /// - Parameter code: as somebody wrote it.
  public func creditFile(ofCode code: String) throws -> [UInt8]? {
    let code = normalizedIdentifier(code)
    let known = state.withLock { $0.fetched.removeValue(forKey: code) }
    if let known { return known }
    let store = try store()
    return try store.creditFile(of: code, in: try frame(of: store))?.bytes
  }

  /// Fetches the files of many subjects at once, for those who ask for them one by one: much cheaper than each alone.
  public func fetch(_ codes: [String]) throws {
    let codes = Array(Set(codes.map(normalizedIdentifier)))
    let store = try store()
    let files = try store.creditFiles(of: codes, in: try frame(of: store))
    state.withLock { state in
      if state.fetched.count > Self.mostFetched { state.fetched = [:] }
      for code in codes { state.fetched[code] = .some(files[code]?.bytes) }
    }
  }

  private func store() throws -> GatheringStore {
    if let known = state.withLock(\.store) { return known }
    let store = try open()
    return state.withLock { state in
      let first = state.store ?? store
      state.store = first
      return first
    }
  }

  private func frame(of store: GatheringStore) throws -> FileFrame {
    let known = state.withLock { state in
      ContinuousClock.now - state.madeAt < Self.freshness ? state.frame : nil
    }
    if let known { return known }
    let frame = try store.frame()
    state.withLock { state in
      (state.frame, state.madeAt) = (frame, .now)
    }
    return frame
  }
}
