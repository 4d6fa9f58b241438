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

  private struct Kept {
    var live: [[UInt8]: Session] = [:]
    /// Those whose time is over, for a while: what somebody was doing can be taken up by whoever logs in as the same holder.
    var overdue: [[UInt8]: Session] = [:]
  }

  public let limits: SessionLimits
  private let memory: Memory
  private let kept = Mutex(Kept())

  /// - Parameter memory: the initial value for a new session.
  public init(limits: SessionLimits = SessionLimits(), memory: Memory) {
    (self.limits, self.memory) = (limits, memory)
  }

  /// - Parameter memory: what an earlier session of the same holder left; nil: the initial value.
  /// - Returns: the value of the cookie, always a new one, so that a planted old one is useless.
  public func begin(_ holder: Holder, memory: Memory? = nil, at now: Double) -> String {
    let secret = randomText()
    let session = Session(
      id: Self.id(secret), holder: holder, formToken: randomText(), memory: memory ?? self.memory, begunAt: now,
      usedAt: now)
    kept.withLock { kept in
      if kept.live.count >= limits.most {
        for over in kept.live.values where isOver(over, at: now) { retire(over, in: &kept, at: now) }
      }
      let own = kept.live.values.filter { $0.holder.sessionKey == holder.sessionKey }
      if own.count >= limits.mostOfOne { Self.removeOldest(own, from: &kept.live) }
      if kept.live.count >= limits.most { Self.removeOldest(Array(kept.live.values), from: &kept.live) }
      kept.live[session.id] = session
    }
    return secret
  }

  /// - Parameter cookie: as sent by the browser.
  public func session(_ cookie: String?, at now: Double) -> Session? {
    guard let id = Self.id(cookie: cookie) else { return nil }
    return kept.withLock { kept in
      guard var session = kept.live[id] else { return nil }
      guard !isOver(session, at: now) else {
        retire(session, in: &kept, at: now)
        return nil
      }
      session.usedAt = now
      kept.live[id] = session
      return session
    }
  }

  /// A session whose time is over, for as long as `SessionLimits.grace`: it logs nobody in.
  public func overdue(_ cookie: String?, at now: Double) -> Session? {
    guard let id = Self.id(cookie: cookie) else { return nil }
    return kept.withLock { kept in
      if let session = kept.live[id], isOver(session, at: now) { retire(session, in: &kept, at: now) }
      return kept.overdue[id].flatMap { isForgotten($0, at: now) ? nil : $0 }
    }
  }

  /// Changes what is stored, of an overdue session too; does nothing if the session was ended.
  /// - Returns: what the change returns; nil if the session was ended.
  @discardableResult
  public func remember<Result: Sendable>(in session: Session, _ change: (inout Memory) -> Result) -> Result? {
    kept.withLock { kept in
      if var memory = kept.live[session.id]?.memory {
        defer { kept.live[session.id]?.memory = memory }
        return change(&memory)
      }
      guard var memory = kept.overdue[session.id]?.memory else { return nil }
      defer { kept.overdue[session.id]?.memory = memory }
      return change(&memory)
    }
  }

  /// Ends it for good.
  public func end(_ session: Session) {
    kept.withLock { kept in (kept.live[session.id], kept.overdue[session.id]) = (nil, nil) }
  }

  /// Ends it as its time does: what somebody was doing can be taken up after the next log-in.
  public func retire(_ session: Session, at now: Double) {
    kept.withLock { kept in
      if let live = kept.live[session.id] { retire(live, in: &kept, at: now) }
    }
  }

  public var count: Int { kept.withLock { $0.live.count } }

  /// Seconds until a session ends that is not used again.
  public func remaining(_ session: Session, at now: Double) -> Double {
    max(0, min(session.usedAt + limits.idle, session.begunAt + limits.absolute) - now)
  }

  private func retire(_ session: Session, in kept: inout Kept, at now: Double) {
    kept.live[session.id] = nil
    kept.overdue[session.id] = session
    if kept.overdue.count > limits.most { kept.overdue = kept.overdue.filter { !isForgotten($0.value, at: now) } }
    if kept.overdue.count > limits.most { Self.removeOldest(Array(kept.overdue.values), from: &kept.overdue) }
  }

  private func isForgotten(_ session: Session, at now: Double) -> Bool { now - session.usedAt > limits.grace }

  private func isOver(_ session: Session, at now: Double) -> Bool {
    now - session.usedAt > limits.idle || now - session.begunAt > limits.absolute
  }

  private static func removeOldest(_ sessions: [Session], from kept: inout [[UInt8]: Session]) {
    if let oldest = sessions.min(by: { $0.usedAt < $1.usedAt }) { kept[oldest.id] = nil }
  }

  private static func id(cookie: String?) -> [UInt8]? {
    cookie.flatMap { $0.utf8.count == 43 ? id($0) : nil }
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
  /// Seconds since the last request for which what somebody was doing is kept.
  public var grace = 3600.0
  public var most = 10_000
  public var mostOfOne = 5

  public init() {}
}
