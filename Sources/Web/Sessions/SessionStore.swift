import Crypto
import Secrets
import Synchronization

/// Who is logged in, in memory: a restart logs everybody out.
///
/// Bounded: beyond `most`, who was longest away is logged out; and no holder has more than a few, so that nobody logs
/// everybody else out by logging in over and over.
public final class SessionStore<Holder: SessionHolder, Memory: Sendable>: Sendable {
  public struct Session: Sendable {
    /// Not the cookie's value, which only the browser has: its hash.
    let id: [UInt8]
    public let holder: Holder
    /// In every form; a page of another site cannot know it.
    public let formToken: String
    /// What the site remembers for as long as the session lasts.
    public fileprivate(set) var memory: Memory
    /// Monotonic seconds.
    let begunAt: Double
    fileprivate(set) var usedAt: Double
  }

  private let limits: SessionLimits
  private let memory: Memory
  private let kept = Mutex<[[UInt8]: Session]>([:])

  /// - Parameter memory: of a session that begins.
  public init(limits: SessionLimits = SessionLimits(), memory: Memory) {
    (self.limits, self.memory) = (limits, memory)
  }

  /// - Returns: the value of the cookie, always a new one: an old one that somebody planted is worth nothing.
  public func begin(_ holder: Holder, at now: Double) -> String {
    let secret = randomText()
    let session = Session(
      id: Self.id(secret), holder: holder, formToken: randomText(), memory: memory, begunAt: now, usedAt: now)
    kept.withLock { kept in
      if kept.count >= limits.most { kept = kept.filter { !isOver($0.value, at: now) } }
      let own = kept.values.filter { $0.holder.sessionKey == holder.sessionKey }
      if own.count >= limits.mostOfOne { Self.removeOldest(own, from: &kept) }
      if kept.count >= limits.most { Self.removeOldest(Array(kept.values), from: &kept) }
      kept[session.id] = session
    }
    return secret
  }

  /// - Parameter cookie: as the browser sent it.
  public func session(_ cookie: String?, at now: Double) -> Session? {
    guard let cookie, cookie.utf8.count == 43 else { return nil }
    let id = Self.id(cookie)
    return kept.withLock { kept in
      guard var session = kept[id] else { return nil }
      guard !isOver(session, at: now) else {
        kept[id] = nil
        return nil
      }
      session.usedAt = now
      kept[id] = session
      return session
    }
  }

  /// Changes what is remembered; of a session that is over, nothing.
  public func remember(in session: Session, _ change: (inout Memory) -> Void) {
    kept.withLock { kept in
      if var memory = kept[session.id]?.memory {
        change(&memory)
        kept[session.id]?.memory = memory
      }
    }
  }

  public func end(_ session: Session) { kept.withLock { $0[session.id] = nil } }

  public var count: Int { kept.withLock { $0.count } }

  private func isOver(_ session: Session, at now: Double) -> Bool {
    now - session.usedAt > limits.idle || now - session.begunAt > limits.absolute
  }

  private static func removeOldest(_ sessions: [Session], from kept: inout [[UInt8]: Session]) {
    if let oldest = sessions.min(by: { $0.usedAt < $1.usedAt }) { kept[oldest.id] = nil }
  }

  /// Looked up by its hash: how long that takes tells nothing of the secret.
  private static func id(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}

/// Whom a session is of.
public protocol SessionHolder: Sendable {
  associatedtype Key: Hashable & Sendable
  /// The same for one who logs in again.
  var sessionKey: Key { get }
}

public struct SessionLimits: Sendable {
  /// Seconds without a request.
  public var idle = 15.0 * 60
  /// Seconds in all.
  public var absolute = 8.0 * 3600
  public var most = 10_000
  public var mostOfOne = 5

  public init() {}
}
