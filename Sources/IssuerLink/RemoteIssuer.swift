public import FileFormats
import Foundation
import Installation
public import OpenIDConnect
public import Records
public import Registry
public import SelfPrinting

/// A front's side: an issuer in a process of its own, asked over its socket. Holds no home, no key and no secret of a log-in.
public struct RemoteIssuer: SelfPrintBackend, LogInDoor {
  private let line: IssuerLine
  private let terms: IssuerTerms
  public let formats: ReadableFormats

  /// - Parameters:
  ///   - socket: path of the issuer's socket.
  ///   - formats: of the files that it may give.
  ///   - patience: for how long an issuer is waited for that is not there: it may be starting, too.
  ///   - sayWhy: called once, when it waits.
  /// - Throws: `IssuerUnreachable`.
  public init(
    at socket: String, formats: ReadableFormats, patience: Duration = .zero,
    sayWhy: (IssuerUnreachable) -> Void = { _ in }
  ) async throws {
    line = IssuerLine(socket: socket)
    self.formats = formats
    terms = try await Self.terms(line, until: .now + patience, sayWhy)
  }

  private static func terms(
    _ line: IssuerLine, until end: ContinuousClock.Instant, _ sayWhy: (IssuerUnreachable) -> Void
  ) async throws -> IssuerTerms {
    var isTold = false
    while true {
      do { return try await line.ask(.terms, within: seconds) } catch let error as IssuerUnreachable
        where ContinuousClock.now < end
      {
        if !isTold { sayWhy(error) }
        isTold = true
        try await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// How long an answer may take that needs no report.
  private static let seconds = 5.0

  public var domains: [DomainChoice] { terms.domains }
  public var questions: QuestionForm { terms.questions }
  public var objectionRules: ObjectionRules { terms.objectionRules }
  public var turns: Registry.Turns { terms.turns }
  /// 报告出具单位
  public var issuer: String { terms.issuer }
  /// Browsers reach the page over TLS.
  public var isSecure: Bool { terms.isSecure }

  // MARK: Log-in

  public func begin() async throws(LogInFailure) -> BegunLogIn { try await checked(.beginLogIn) }

  public func finish(_ cookie: String?, _ answer: LogInAnswer) async throws(LogInFailure) -> Holder? {
    let passed: PassedHolder? = try await checked(.finishLogIn(cookie: cookie, answer: answer))
    guard let passed else { return nil }
    guard let code = SubjectCode(passed.code) else {
      throw .unavailable(problem: "\(line.socket): names a holder without a code")
    }
    return Holder(code: code, isPerson: passed.isPerson, name: passed.name, pass: passed.pass)
  }

  public func end(_ holder: Holder) async {
    // A pass that cannot be ended now ends by its time.
    _ = try? await asked(.logOut, holder, Done.self)
  }

  private func checked<Value: Sendable & Codable>(_ question: IssuerQuestion) async throws(LogInFailure) -> Value {
    do { return try await line.ask(question) } catch IssuerRefusal.logIn(let failure) { throw failure } catch {
      throw .unavailable(problem: "\(error)")
    }
  }

  // MARK: Reports

  public func checkReady() async throws {
    guard try await line.ask(.isReady, Bool.self, within: Self.seconds) else {
      throw IssuerFailed(socket: line.socket)
    }
  }

  public func summary(of holder: Holder) async throws -> SubjectSummary { try await asked(.summary, holder) }

  public func outlook(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintOutlook {
    try await asked(.outlook(order: order.fields(domains)), holder)
  }

  public func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintedFile {
    try file(await asked(.preview(order: order.fields(domains)), holder))
  }

  public func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult {
    // Whoever no longer waits for it must still learn what became of it.
    let question = HolderQuestion.issue(order: order.fields(domains))
    return try await Task { try await asked(question, holder) }.value
  }

  public func history(of holder: Holder) async throws -> [SelfPrintedReport] { try await asked(.history, holder) }

  public func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport? {
    try await asked(.report(number: number), holder)
  }

  public func file(
    of number: String, format: any FileFormat, for holder: Holder
  ) async throws -> SelfPrintedFile? {
    try await asked(.file(number: number, format: format.name), holder, SentFile?.self).map(file)
  }

  public func records(of holder: Holder) async throws -> [String] { try await asked(.records, holder) }

  public func object(to number: String, by holder: Holder, _ objection: SelfPrintObjection) async throws {
    let files = objection.files.map(\.bytes)
    let sent = SentObjection(text: objection.text, record: objection.record, files: files.map(\.count))
    _ = try await asked(.object(number: number, sent), holder, Done.self, attached: files)
  }

  private func file(_ sent: SentFile) throws -> SelfPrintedFile {
    guard let format = formats.all.first(where: { $0.name == sent.format }) else {
      throw IssuerUnreachable(socket: line.socket, problem: "gives a file of the unknown format \(sent.format)")
    }
    return SelfPrintedFile(Array(sent.bytes), named: sent.name, format: format)
  }

  private func asked<Value: Sendable & Codable>(
    _ question: HolderQuestion, _ holder: Holder, _ type: Value.Type = Value.self, attached: [[UInt8]] = []
  ) async throws -> Value {
    guard let pass = holder.pass else { throw PassOver() }
    do { return try await line.ask(.ofHolder(pass: pass, question), attached: attached) } catch let refusal
      as IssuerRefusal
    {
      switch refusal {
      case .passOver: throw PassOver()
      case .noReport(let text): throw SelfPrintRefusal(text)
      case .objection(let problem): throw problem
      case .logIn(let failure): throw failure
      case .unknownQuestion, .failed: throw IssuerFailed(socket: line.socket)
      }
    }
  }
}
