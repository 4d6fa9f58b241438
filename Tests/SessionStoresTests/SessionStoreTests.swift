import SessionStores
import Testing

private struct User: SessionHolder {
  var name: String
  /// As the log-in gives it; no part of who it is.
  var title = ""
  var sessionKey: String { name }
}

@Suite struct SessionStoreTests {
  @Test func sessionsAreBoundedInTimeAndNumber() {
    var limits = SessionLimits()
    (limits.idle, limits.absolute, limits.most, limits.mostOfOne) = (10, 25, 3, 2)
    let sessions = SessionStore<User, Int>(limits: limits, memory: 0)
    let first = sessions.begin(User(name: "a"), at: 0)
    #expect(sessions.session(first, at: 10) != nil && sessions.session(first, at: 20) != nil)
    #expect(sessions.session(first, at: 26) == nil && sessions.count == 0)
    let own = (0..<3).map { sessions.begin(User(name: "a", title: "\($0)"), at: 30 + Double($0)) }
    // One holder's third logs out its own first.
    #expect(own.map { sessions.session($0, at: 33) != nil } == [false, true, true])
    let others = [sessions.begin(User(name: "b"), at: 34), sessions.begin(User(name: "c"), at: 35)]
    #expect(sessions.count == 3 && others.allSatisfy { sessions.session($0, at: 36) != nil })
    #expect(Set(own + others).count == 5)
  }

  @Test func whatIsRememberedIsTheSessionsOwn() throws {
    let sessions = SessionStore<User, [String]>(memory: [])
    let (one, other) = (sessions.begin(User(name: "a"), at: 0), sessions.begin(User(name: "a"), at: 0))
    let session = try #require(sessions.session(one, at: 1))
    sessions.remember(in: session) { $0.append("x") }
    #expect(sessions.session(one, at: 2)?.memory == ["x"] && sessions.session(other, at: 2)?.memory == [])
    sessions.end(session)
    sessions.remember(in: session) { $0.append("y") }
    #expect(sessions.session(one, at: 3) == nil && sessions.count == 1)
    #expect(sessions.session(nil, at: 3) == nil && sessions.session("", at: 3) == nil)
  }
}

@Suite struct OneTimeStoreTests {
  @Test func aValueIsGivenOutOnce() {
    let store = OneTimeStore<String>(seconds: 600, most: 2)
    let cookie = store.begin("a", at: 0)
    #expect(store.take("x", at: 1) == nil && store.take(nil, at: 1) == nil)
    #expect(store.take(cookie, at: 1) == "a" && store.take(cookie, at: 1) == nil)
    let late = store.begin("a", at: 0)
    #expect(store.take(late, at: 601) == nil)
    let many = (0..<3).map { store.begin("a", at: Double($0)) }
    #expect(many.map { store.take($0, at: 3) != nil } == [false, true, true])
  }
}
