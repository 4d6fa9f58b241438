import Crypto
import OpenIDConnect
import Synchronization

/// Who is logged in, in memory: a restart logs everybody out.
///
/// Bounded: beyond `most`, who was longest away is logged out; and no holder has more than a few, so that nobody logs
/// everybody else out by logging in over and over.
final class Sessions: Sendable {
  struct Limits: Sendable {
    /// Seconds without a request.
    var idle = 15.0 * 60
    /// Seconds in all.
    var absolute = 8.0 * 3600
    var most = 10_000
    var mostOfOne = 5
  }

  struct Session: Sendable {
    /// Not the cookie's value, which only the browser has: its hash.
    let id: [UInt8]
    let holder: Holder
    /// In every form; a page of another site cannot know it.
    let formToken: String
    /// Of the reports that were issued in this session, by number: nobody can read one out of the registry.
    var checkCodes: [String: String] = [:]
    /// Monotonic seconds.
    let begunAt: Double
    var usedAt: Double
  }

  private let limits: Limits
  private let kept = Mutex<[[UInt8]: Session]>([:])

  init(limits: Limits = Limits()) { self.limits = limits }

  /// - Returns: the value of the cookie, always a new one: an old one that somebody planted is worth nothing.
  func begin(_ holder: Holder, at now: Double) -> String {
    let secret = randomText()
    let session = Session(
      id: Self.id(secret), holder: holder, formToken: randomText(), begunAt: now, usedAt: now)
    kept.withLock { kept in
      if kept.count >= limits.most { kept = kept.filter { !isOver($0.value, at: now) } }
      let own = kept.values.filter { $0.holder.code == holder.code && $0.holder.isPerson == holder.isPerson }
      if own.count >= limits.mostOfOne { Self.removeOldest(own, from: &kept) }
      if kept.count >= limits.most { Self.removeOldest(Array(kept.values), from: &kept) }
      kept[session.id] = session
    }
    return secret
  }

  /// - Parameter cookie: as the browser sent it.
  func session(_ cookie: String?, at now: Double) -> Session? {
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

  func remember(checkCode: String, of number: String, in session: Session) {
    kept.withLock { $0[session.id]?.checkCodes[number] = checkCode }
  }

  func end(_ session: Session) { kept.withLock { $0[session.id] = nil } }

  var count: Int { kept.withLock { $0.count } }

  private func isOver(_ session: Session, at now: Double) -> Bool {
    now - session.usedAt > limits.idle || now - session.begunAt > limits.absolute
  }

  private static func removeOldest(_ sessions: [Session], from kept: inout [[UInt8]: Session]) {
    if let oldest = sessions.min(by: { $0.usedAt < $1.usedAt }) { kept[oldest.id] = nil }
  }

  /// Looked up by its hash: how long that takes tells nothing of the secret.
  private static func id(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}
