import Crypto
import Secrets
import Synchronization

/// The sessions of logged-in users, in memory: a restart logs everybody out.
///
/// It is bounded: beyond `most`, the session that has been idle longest is ended. No holder has more than a few
/// sessions, so that nobody can log everybody else out by logging in repeatedly.
public final class SessionStore<Holder: SessionHolder, Memory: Sendable>: Sendable {
  public struct Session: Sendable {
    /// The hash of the cookie's value; only the browser has the value itself.
    let id: [UInt8]
    public let holder: Holder
    /// Included in every form; a page of another site cannot know it.
    public let formToken: String
    /// What the site stores for the duration of the session.
    public fileprivate(set) var memory: Memory
    /// Monotonic seconds.
    let begunAt: Double
    fileprivate(set) var usedAt: Double
  }

  private let limits: SessionLimits
  private let memory: Memory
  private let kept = Mutex<[[UInt8]: Session]>([:])

  /// - Parameter memory: the initial value for a new session.
  public init(limits: SessionLimits = SessionLimits(), memory: Memory) {
    (self.limits, self.memory) = (limits, memory)
  }

  /// - Returns: the value of the cookie, always a new one, so that a planted old one is useless.
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

  /// - Parameter cookie: as sent by the browser.
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

  /// Changes what is stored; does nothing if the session has ended.
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

  /// Looked up by its hash: the time that takes reveals nothing about the secret.
  private static func id(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}

/// The user of a session.
public protocol SessionHolder: Sendable {
  associatedtype Key: Hashable & Sendable
  /// The same for every log-in of the same user.
  var sessionKey: Key { get }
}

public struct SessionLimits: Sendable {
  /// Seconds without a request.
  public var idle = 15.0 * 60
  /// Seconds in total.
  public var absolute = 8.0 * 3600
  public var most = 10_000
  public var mostOfOne = 5

  public init() {}
}
