import CivilTime
import FileFormats
import Foundation
import Installation
import Issuing
import OpenIDConnect
import Registry
import ReportKinds
import SelfPrintTesting
import SelfPrinting
import Synchronization
import Testing

@testable import IssuerLink

/// A front and its issuer, with the socket between them.
@Suite struct IssuerLinkTests {
  private let folder: ShortFolder
  init() throws { folder = try ShortFolder() }

  private let backend = SampleBackend()
  private let order = SelfPrintOrder(
    kind: .noViolation,
    noViolation: NoViolationTerms(
      domains: ["tax"], period: day("2023-11-18")...day("2026-11-17"), purpose: .listing, recipient: "某交易所"))

  @Test func aFrontShowsAndOrdersWhatTheIssuerKnows() async throws {
    let (backend, order) = (backend, order)
    try await withIssuer(backend, in: folder.path) { issuer in
      #expect(issuer.domains == backend.domains && issuer.questions == backend.questions)
      #expect(issuer.objectionRules == backend.objectionRules && issuer.turns.ofKind == 20)
      #expect(issuer.issuer == "示例公共信用平台" && issuer.isSecure)
      try await issuer.checkReady()
      let holder = try #require(try await issuer.logIn(0))
      #expect(holder.code == sampleHolders[0].code && holder.name == sampleHolders[0].name && !holder.isPerson)
      let own = sampleHolders[0]
      #expect(try await issuer.summary(of: holder) == backend.summary(of: own))
      #expect(try await issuer.outlook(order, for: holder) == backend.outlook(order, for: own))
      let preview = try await issuer.preview(order, for: holder)
      #expect(try await preview == backend.preview(order, for: own))
      #expect(try await issuer.issue(order, for: holder) == .issued(number: fixtureNumber, checkCode: "ABCD-EFGH"))
      #expect(backend.orders == [order])
      #expect(try await issuer.issue(order, for: holder) == .noTurn(number: fixtureNumber))
      #expect(try await issuer.history(of: holder) == backend.history(of: own))
      #expect(try await issuer.report(fixtureNumber, of: holder)?.number == fixtureNumber)
      for format in backend.formats.all {
        let file = try await issuer.file(of: fixtureNumber, format: format, for: holder)
        #expect(try await file == backend.file(of: fixtureNumber, format: format, for: own) && file != nil)
      }
      #expect(try await issuer.records(of: holder) == backend.records(of: own))
    }
  }

  /// All domains, or some of them; a person's report has a purpose instead.
  @Test func anOrderIsReadBackAsItWasGiven() async throws {
    var all = order
    all.noViolation?.domains = nil
    all.noViolation?.recipient = nil
    let listing = SelfPrintOrder(kind: .enterprise)
    let personal = SelfPrintOrder(kind: .personal, purpose: "求职")
    let given = [(order, 0), (all, 0), (listing, 0), (personal, 2)]
    let backend = SampleBackend(perDay: given.count)
    try await withIssuer(backend, in: folder.path) { issuer in
      for (order, place) in given {
        let holder = try #require(try await issuer.logIn(place))
        _ = try await issuer.issue(order, for: holder)
      }
    }
    #expect(backend.orders == given.map(\.0))
  }

  @Test func nothingIsDoneWithoutAPass() async throws {
    let (backend, order) = (backend, order)
    backend.give(fixtureNumber, to: sampleHolders[0])
    try await withIssuer(backend, in: folder.path) { issuer in
      let real = try #require(try await issuer.logIn(1))
      let passes: [String?] = [nil, "", "x", String(repeating: "A", count: 43), real.code.text]
      for pass in passes {
        let forged = Holder(code: sampleHolders[0].code, isPerson: false, name: nil, pass: pass)
        await #expect(throws: PassOver()) { _ = try await issuer.summary(of: forged) }
        await #expect(throws: PassOver()) { _ = try await issuer.issue(order, for: forged) }
        await #expect(throws: PassOver()) { _ = try await issuer.preview(order, for: forged) }
        await #expect(throws: PassOver()) { _ = try await issuer.history(of: forged) }
      }
      // A pass is of its log-in's subject, whomever the front names.
      let other = Holder(code: sampleHolders[0].code, isPerson: false, name: sampleHolders[0].name, pass: real.pass)
      #expect(try await issuer.summary(of: other).name == sampleHolders[1].name)
      #expect(try await issuer.report(fixtureNumber, of: other) == nil)
      #expect(try await issuer.history(of: other).isEmpty)
    }
    #expect(backend.orders.isEmpty)
  }

  @Test func aPassEndsWithItsLogOutItsIdlenessAndItsHour() async throws {
    let (backend, clock) = (backend, MovedClock())
    try await withIssuer(backend, in: folder.path, clock: clock) { issuer in
      let loggedOut = try #require(try await issuer.logIn(0))
      await issuer.end(loggedOut)
      await #expect(throws: PassOver()) { _ = try await issuer.summary(of: loggedOut) }
      let idle = try #require(try await issuer.logIn(0))
      let busy = try #require(try await issuer.logIn(1))
      for _ in 0..<3 {
        clock.move(by: 1000)
        _ = try await issuer.summary(of: busy)
      }
      await #expect(throws: PassOver()) { _ = try await issuer.summary(of: idle) }
      clock.move(by: 700)
      await #expect(throws: PassOver()) { _ = try await issuer.summary(of: busy) }
    }
  }

  @Test func aLogInIsCheckedByTheIssuerAndEndsOnce() async throws {
    try await withIssuer(backend, in: folder.path) { issuer in
      let begun = try await issuer.begin()
      func answer(_ code: String) -> LogInAnswer { LogInAnswer(state: "x", code: code, error: nil, issuer: nil) }
      await #expect(throws: LogInFailure.unknownState) { _ = try await issuer.finish(nil, answer("0")) }
      #expect(try await issuer.finish(begun.cookie, answer("0")) != nil)
      await #expect(throws: LogInFailure.unknownState) { _ = try await issuer.finish(begun.cookie, answer("0")) }
      let second = try await issuer.begin()
      await #expect(throws: LogInFailure.token(.signature)) { _ = try await issuer.finish(second.cookie, answer("9")) }
      let third = try await issuer.begin()
      #expect(try await issuer.finish(third.cookie, answer("nobody")) == nil)
    }
  }

  /// A front in other hands sends what no page offers.
  @Test(arguments: [
    ["domain.police": "on"], ["kind": "personal", "purpose": "求职"], ["to": "2030-01-01"], ["from": "1900-01-01"],
    ["use": "praise"], ["recipient": "优秀企业！"], ["recipient": String(repeating: "长", count: 61)],
  ])
  func anOrderIsReadAsStrictlyAsOnThePage(change: [String: String]) async throws {
    let (backend, order) = (backend, order)
    let folder = folder.path
    try await withIssuer(backend, in: folder) { issuer in
      let pass = try #require(try await issuer.logIn(0)?.pass)
      let form = order.fields(backend.domains).merging(change) { $1 }
      let line = IssuerLine(socket: folder + "/issuer")
      for question in [HolderQuestion.outlook(order: form), .preview(order: form), .issue(order: form)] {
        do {
          _ = try await line.ask(.ofHolder(pass: pass, question), Done.self)
          Issue.record("taken: \(change)")
        } catch IssuerRefusal.noReport {}
      }
    }
    #expect(backend.orders.isEmpty && backend.asked.isEmpty)
  }

  @Test func anObjectionCrossesWithItsFiles() async throws {
    let backend = backend
    backend.give(fixtureNumber, to: sampleHolders[0])
    try await withIssuer(backend, in: folder.path) { issuer in
      let holder = try #require(try await issuer.logIn(0))
      let largest = Array("%PDF-1.7".utf8) + [UInt8](repeating: 7, count: ObjectionFile.largest - 8)
      let files = try (0..<ObjectionFile.most).map { _ in try ObjectionFile(largest) }
      let record = try await backend.records(of: holder)[0]
      let objection = SelfPrintObjection(text: "与事实不符。", record: record, files: files)
      try await issuer.object(to: fixtureNumber, by: holder, objection)
      #expect(backend.objections == [objection])
      await #expect(throws: ObjectionRefusal.pending) {
        try await issuer.object(to: fixtureNumber, by: holder, SelfPrintObjection(text: "重复"))
      }
      await #expect(throws: ObjectionRefusal.text) {
        try await issuer.object(to: fixtureNumber, by: holder, SelfPrintObjection(text: "x", record: "编造的记录"))
      }
    }
    #expect(backend.objections.count == 1)
  }

  @Test func whatTheBackendRefusesIsToldInItsWords() async throws {
    let (backend, order) = (backend, order)
    backend.refuse("信用信息正在更新。")
    try await withIssuer(backend, in: folder.path) { issuer in
      let holder = try #require(try await issuer.logIn(0))
      await #expect(throws: SelfPrintRefusal("信用信息正在更新。")) { _ = try await issuer.issue(order, for: holder) }
      backend.fail()
      await #expect(throws: IssuerFailed.self) { try await issuer.checkReady() }
    }
  }

  @Test func withoutAnIssuerNothingIsReady() async throws {
    let folder = folder.path
    await #expect(throws: IssuerUnreachable.self) {
      _ = try await RemoteIssuer(at: folder + "/none.sock", formats: backend.formats)
    }
    let issuer = try await withIssuer(backend, in: folder) { $0 }
    await #expect(throws: IssuerUnreachable.self) { try await issuer.checkReady() }
    await #expect(throws: LogInFailure.self) { _ = try await issuer.begin() }
  }

  @Test func aFrontThatStartsFirstWaitsForItsIssuer() async throws {
    let (backend, folder) = (backend, folder.path)
    let told = Mutex<[String]>([])
    let (waits, isWaiting) = AsyncStream.makeStream(of: Void.self)
    let front = Task {
      try await RemoteIssuer(at: folder + "/issuer", formats: backend.formats, patience: .seconds(60)) { error in
        told.withLock { $0.append(error.problem) }
        isWaiting.yield()
      }
    }
    for await _ in waits { break }
    try await withIssuer(backend, in: folder) { _ in
      let issuer = try await front.value.issuer
      #expect(issuer == "示例公共信用平台")
    }
    #expect(told.withLock { $0.count } == 1, "it says once why it waits")
  }
}
