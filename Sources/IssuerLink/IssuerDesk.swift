import FileFormats
import Foundation
import Installation
public import Logging
import OpenIDConnect
import Records
public import Registry
public import SelfPrinting
public import SessionStores
import Web

/// The issuer's side: checks log-ins, gives passes for them, and does for their holders what a front asks.
///
/// A front may be in somebody else's hands. It is told nothing and gets nothing made but for holders whose log-in passed
/// through it and was checked here, for as long as that log-in is fresh.
public struct IssuerDesk: Sendable {
  private let backend: any SelfPrintBackend
  private let door: any LogInDoor
  private let terms: IssuerTerms
  private let passes: SessionStore<Holder, Void>
  private let monotonicSeconds: @Sendable () -> Double
  private let logger: Logger

  /// Idle longer than a front's own sessions, so that those end first; in total much shorter: an hour after the log-in,
  /// whoever holds the pass has to log in again.
  public static let limits: SessionLimits = {
    var limits = SessionLimits()
    (limits.idle, limits.absolute, limits.grace) = (20 * 60, 3600, 0)
    return limits
  }()

  /// - Parameters:
  ///   - door: where the issuer itself checks who logs in.
  ///   - turns: the backend's.
  ///   - issuer: 报告出具单位.
  ///   - isSecure: browsers reach the page over TLS.
  public init(
    _ backend: any SelfPrintBackend, door: any LogInDoor, turns: Registry.Turns, issuer: String, isSecure: Bool,
    limits: SessionLimits = Self.limits, monotonicSeconds: @escaping @Sendable () -> Double, logger: Logger
  ) {
    (self.backend, self.door, self.logger) = (backend, door, logger)
    self.monotonicSeconds = monotonicSeconds
    terms = IssuerTerms(
      domains: backend.domains, questions: backend.questions, objectionRules: backend.objectionRules, turns: turns,
      issuer: issuer, isSecure: isSecure)
    passes = SessionStore(limits: limits, memory: ())
  }

  /// - Parameter question: as it came.
  /// - Returns: the reply, to be sent back.
  func reply(to question: [UInt8]) async -> [UInt8] {
    guard let (asked, attached) = IssuerLine.unpacked(question) else {
      logger.warning("a question that is none", metadata: ["bytes": .stringConvertible(question.count)])
      return encoded(refusal: .unknownQuestion)
    }
    let start = monotonicSeconds()
    let (bytes, outcome) = await reply(to: asked, attached)
    logger.info(
      "question",
      metadata: [
        "question": "\(asked.name)", "outcome": "\(outcome)",
        "microseconds": .stringConvertible(Int((monotonicSeconds() - start) * 1_000_000)),
      ])
    return bytes
  }

  private func reply(
    to question: IssuerQuestion, _ attached: ArraySlice<UInt8>
  ) async -> ([UInt8], outcome: String) {
    do {
      return (try encoded(await answer(to: question, attached)), "done")
    } catch let refusal as IssuerRefusal {
      return (encoded(refusal: refusal), "refused")
    } catch let refusal as SelfPrintRefusal {
      // A sentence for the page, which names nobody.
      logger.info("no report", metadata: ["reason": "\(refusal.text)"])
      return (encoded(refusal: .noReport(refusal.text)), "no report")
    } catch let refusal as ObjectionRefusal {
      return (encoded(refusal: .objection(refusal)), "refused")
    } catch let failure as LogInFailure {
      logger.notice("log-in refused", metadata: ["problem": "\(loggable(failure))"])
      return (encoded(refusal: .logIn(failure)), "refused")
    } catch let unfit as CreditFileUnfit {
      logger.error("no report", metadata: ["problem": "\(loggable(unfit))"])
      return (encoded(refusal: .noReport(unfit.refusal.text)), "no report")
    } catch {
      logger.error("no answer", metadata: ["question": "\(question.name)", "error": "\(loggable(error))"])
      return (encoded(refusal: .failed), "failed")
    }
  }

  private func answer(
    to question: IssuerQuestion, _ attached: ArraySlice<UInt8>
  ) async throws -> any Sendable & Codable {
    switch question {
    case .terms: return terms
    case .isReady: return await isReady()
    case .beginLogIn: return try await door.begin()
    case .finishLogIn(let cookie, let answer):
      guard let holder = try await door.finish(cookie, answer) else { return PassedHolder?.none }
      let pass = passes.begin(holder, at: monotonicSeconds())
      return PassedHolder(code: holder.code.text, isPerson: holder.isPerson, name: holder.name, pass: pass)
    case .ofHolder(let pass, let question):
      guard let session = passes.session(pass, at: monotonicSeconds()) else { throw IssuerRefusal.passOver }
      if case .logOut = question {
        passes.end(session)
        return Done()
      }
      return try await answer(to: question, attached, of: session.holder)
    }
  }

  /// The front is told no more than that.
  private func isReady() async -> Bool {
    do {
      try await backend.checkReady()
      return true
    } catch {
      logger.warning("not ready", metadata: ["error": "\(loggable(error))"])
      return false
    }
  }

  private func answer(
    to question: HolderQuestion, _ attached: ArraySlice<UInt8>, of holder: Holder
  ) async throws -> any Sendable & Codable {
    switch question {
    case .logOut: return Done()
    case .summary: return try await backend.summary(of: holder)
    case .outlook(let order): return try await backend.outlook(read(order, of: holder), for: holder)
    case .preview(let order): return sent(try await backend.preview(read(order, of: holder), for: holder))
    case .issue(let order): return try await backend.issue(read(order, of: holder), for: holder)
    case .history: return try await backend.history(of: holder)
    case .report(let number): return try await backend.report(number, of: holder)
    case .file(let number, let format):
      guard let format = backend.formats.all.first(where: { $0.name == format }) else { return SentFile?.none }
      return try await backend.file(of: number, format: format, for: holder).map(sent)
    case .records: return try await backend.records(of: holder)
    case .object(let number, let sent):
      try await object(sent, attached, to: number, by: holder)
      return Done()
    }
  }

  private func read(_ form: [String: String], of holder: Holder) async throws -> SelfPrintOrder {
    let subject = try await backend.summary(of: holder)
    let offer = FormOffer(
      domains: backend.domains, questions: backend.questions, days: subject.days, lastDay: subject.lastDay)
    do throws(FormProblem) { return try SelfPrintOrder(form, for: holder, offer) } catch {
      throw SelfPrintRefusal(error.text)
    }
  }

  /// Only what the page offers is taken for a record.
  private func object(
    _ sent: SentObjection, _ attached: ArraySlice<UInt8>, to number: String, by holder: Holder
  ) async throws {
    guard try await backend.report(number, of: holder) != nil else { throw IssuerRefusal.failed }
    guard sent.files.count <= ObjectionFile.most, sent.files.allSatisfy((0...ObjectionFile.largest).contains),
      sent.files.reduce(0, +) == attached.count
    else { throw ObjectionRefusal.attachment }
    var rest = attached
    let files = try sent.files.map { size throws(ObjectionRefusal) in
      defer { rest = rest.dropFirst(size) }
      do { return try ObjectionFile(Array(rest.prefix(size))) } catch { throw .attachment }
    }
    if let record = sent.record, try await !backend.records(of: holder).contains(record) { throw ObjectionRefusal.text }
    try await backend.object(
      to: number, by: holder, SelfPrintObjection(text: sent.text, record: sent.record, files: files))
  }

  private func sent(_ file: SelfPrintedFile) -> SentFile {
    SentFile(
      bytes: Data(file.bytes), name: file.name,
      format: backend.formats.all.first { $0.fileExtension == file.fileExtension }?.name ?? file.fileExtension)
  }

  private func encoded<Value: Sendable & Codable>(_ value: Value) throws -> [UInt8] {
    Array(try JSONEncoder().encode(IssuerReply.value(value)))
  }

  private func encoded(refusal: IssuerRefusal) -> [UInt8] {
    guard let reply = try? JSONEncoder().encode(IssuerReply<Done>.refused(refusal)) else {
      preconditionFailure("a refusal of texts cannot be written")
    }
    return Array(reply)
  }
}
