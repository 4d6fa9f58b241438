public import Attestation
import CivilTime
import ConcurrentMap
import Crypto
import DurableFiles
import FileFormats
import Foundation
import Records
public import Registry
public import Rendering
import ReportKinds
import ReportTokens
public import Reports
public import Signatures

/// Issues reports in the order of verification.md §3, one transaction of the registry for one report or for several. A
/// stateless value, so that every core can issue with the same one.
public struct Issuer: Sendable {
  public var registry: Registry
  /// Signs the tokens.
  public var key: SigningKey
  /// Signs the log's checkpoints.
  public var log: LogSigner
  /// Signs the files.
  public var signer: DocumentSigner
  /// Host of the verification page, for the QR link.
  public var host: String
  public var validityDays: Int
  /// Version of the catalogue that the reports are made with: it numbers the domains in their tokens.
  public var catalogueVersion: UInt16
  /// Seconds since 1970.
  public var clock: @Sendable () -> Int64
  /// Warnings to return with every report that it issues, such as the use of development keys.
  public var notes: [String]
  /// Whether no-violation reports are issued on declared coverage: with development keys, or if the issuer takes
  /// responsibility for it.
  public var trustsDeclaredCoverage: Bool

  public init(
    registry: Registry, key: SigningKey, log: LogSigner, signer: DocumentSigner, host: String, validityDays: Int,
    catalogueVersion: UInt16, trustsDeclaredCoverage: Bool, clock: (@Sendable () -> Int64)? = nil, notes: [String] = []
  ) {
    (self.registry, self.key, self.log, self.signer) = (registry, key, log, signer)
    (self.host, self.validityDays, self.notes) = (host, validityDays, notes)
    (self.catalogueVersion, self.trustsDeclaredCoverage) = (catalogueVersion, trustsDeclaredCoverage)
    self.clock = clock ?? { Int64(Date().timeIntervalSince1970) }
  }

  /// A report whose pages are set and that waits for its token.
  public struct Prepared: Sendable {
    let composed: ComposedReport
    let press: Press
    let request: Registry.Request
    /// Path of the file; nil: its bytes are returned.
    public var path: String?
    /// Whether it overwrites an existing file.
    public var overwrites = false
    /// Whether the registry's database keeps the file for the batch.
    public var isCarried = false
    /// Makes the report's entry in the batch's table of results.
    public var outcome: (@Sendable (IssuedReport) -> String)?

    public var report: Report { composed.report }
    public var pageCount: Int { composed.pageCount }
    /// The format's name in the registry.
    var format: String { press.format.fileExtension }
  }

  /// Sets the pages: all the work that can be done before others must wait.
  /// - Parameters:
  ///   - subject: the subject's full code or ID number; reports may show it masked. The registry keeps an HMAC.
  ///   - supersession: which earlier reports on the subject it takes the place of.
  ///   - judgeAgain: judges the subject's other reports by the same data; nil: the data say nothing about them.
  ///   - task: the row of a batch that asks for the report.
  ///   - latest: the latest time at which the report may expire, whatever validity is configured: a summary must not
  ///     outlive the reports it is made of. Seconds since 1970.
  /// - Throws: `NoViolationError.declaredCoverage` if nobody has said that it is to be trusted.
  public func prepare(
    _ report: Report, by press: Press, subject: String, supersession: Registry.Supersession,
    judgeAgain: JudgeAgain?, task: BatchTask? = nil, expiringBy latest: Int64 = .max
  ) throws -> Prepared {
    try checkCoverage(of: report)
    let issuedAt = report.identity.issuedAt.secondsSince1970
    let expiresAt = min(latest, issuedAt + Int64(validityDays) * 86_400)
    var report = report
    report.identity.expiresAt = BeijingTime(secondsSince1970: expiresAt)
    let composed = try press.compose(report, host: host)
    guard let checkCode = report.identity.checkCode.flatMap({ CheckCode($0) }) else {
      preconditionFailure("a report is issued with a check code")
    }
    var request = Registry.Request(
      number: report.identity.number.description, kind: report.kind, subject: subject,
      checkCode: checkCode, question: ReportQuestion(of: report), supersession: supersession, issuedAt: issuedAt,
      expiresAt: expiresAt, task: task)
    request.watched = try WatchedAnswer.all(in: report, about: subject)
    // A public report asks no source whether it delivered, so its data may lack what a judgement needs.
    request.judgeAgain = report.judgement == nil ? nil : judgeAgain
    return Prepared(composed: composed, press: press, request: request)
  }

  /// Prevents a real report that says "nothing was found" on coverage that somebody merely typed.
  private func checkCoverage(of report: Report) throws(NoViolationError) {
    guard report.judgement != nil || report.group != nil else { return }
    guard trustsDeclaredCoverage || report.coverageBasis == .deliveries else { throw .declaredCoverage }
  }

  /// Registers, logs, prints and signs a report.
  /// - Parameters:
  ///   - path: path of the file; nil: its bytes are returned.
  ///   - overwrites: whether it overwrites an existing file.
  /// - Throws: `FileError.exists` if the file exists and may not be overwritten; nothing is issued then.
  public func issue(
    _ report: Report, by press: Press, subject: String, to path: String?, overwrites: Bool = false,
    supersession: Registry.Supersession, judgeAgain: JudgeAgain?
  ) throws -> IssuedReport {
    if let path, !overwrites { try refuseExisting(path) }
    var prepared = try prepare(
      report, by: press, subject: subject, supersession: supersession, judgeAgain: judgeAgain)
    (prepared.path, prepared.overwrites) = (path, overwrites)
    let issued = try issue([prepared])[0]
    if let problem = issued.unpublished { throw problem }
    return issued
  }

  /// Registers, logs, prints and signs reports: all of them or, if anything throws, none.
  ///
  /// The files are complete, hidden and flushed to the disk when the transaction that issues them commits; right after,
  /// they get their names. If stopped before the commit, no query returns the reports; if stopped between the two,
  /// `xinbao registry recover` gives the files their names.
  public func issue(_ reports: [Prepared]) throws -> [IssuedReport] {
    let hidden = HiddenFiles()
    var issued: [IssuedReport]
    do {
      // A time stamp comes from another machine, which may be slow: nobody must wait for it with the log locked.
      issued = signer.timeStamper == nil ? try issueAtOnce(reports, hidden) : try issueInTwoSteps(reports, hidden)
    } catch {
      // If the outcome of the transaction is unknown, these may be the only files of registered reports.
      if (error as? RegistryError)?.isOutcomeUnknown == true { throw error }
      hidden.discard()
      throw error
    }
    for (index, problem) in PendingFile.publish(hidden.files).enumerated() {
      guard let problem, let file = hidden.files[index] else { continue }
      issued[index].unpublished = .unpublished(
        number: reports[index].request.number, hidden: file.hiddenPath, problem: "\(problem)")
    }
    return issued
  }

  private func issueAtOnce(_ reports: [Prepared], _ hidden: HiddenFiles) throws -> [IssuedReport] {
    try registry.issue(reports.map(\.request), log: log) { references in
      try tokens(of: reports, references)
    } finish: { admissions in
      try finish(reports, admissions, hidden)
    }.map(\.report)
  }

  private func issueInTwoSteps(_ reports: [Prepared], _ hidden: HiddenFiles) throws -> [IssuedReport] {
    let requests = reports.map(\.request)
    let files = reports.map { report in
      let paths = report.path.map { PendingFile.paths(for: $0, tag: report.request.number) }
      return [FileRecord(format: report.format, sha256: nil, path: paths?.final, part: paths?.hidden)]
    }
    let admissions = try registry.admit(requests, files: files, log: log, at: clock()) { references in
      try tokens(of: reports, references)
    }
    do {
      return try registry.confirm(requests, admissions, finish(reports, admissions, hidden)).map(\.report)
    } catch {
      if (error as? RegistryError)?.isOutcomeUnknown == true { throw error }
      // If the registry cannot be reached, `recover` does it.
      _ = try? registry.withdraw(requests.map(\.number), at: clock())
      throw error
    }
  }

  private func tokens(
    of reports: [Prepared], _ references: [ReportClaims.StatusReference]
  ) throws -> [Token] {
    try concurrentMap(Array(zip(reports, references))) { report, reference in
      try Token.sign(
        report.composed.claims(
          catalogueVersion: catalogueVersion, for: key.algorithm, expiresAt: report.request.expiresAt, status: reference
        ),
        with: key)
    }
  }

  private func finish(
    _ reports: [Prepared], _ admissions: [Registry.Admission], _ hidden: HiddenFiles
  ) throws -> [Registry.Finished<IssuedReport>] {
    // If the transaction is repeated, the files of the first attempt have another token and proof.
    hidden.discard()
    let made = concurrentResults(Array(zip(reports, admissions))) { report, admission in
      try finish(report, admission)
    }
    hidden.files = made.map { (try? $0.get())?.file }
    let all = try made.map { try $0.get().finished }
    let written = hidden.files.compactMap { $0 }
    // Flushed in parallel, so that they wait for the disk once and not one after another.
    _ = try concurrentMap(written) { try $0.flush() }
    // The registry is about to write these names down.
    PendingFile.flushNames(of: written)
    return all
  }

  private func finish(
    _ report: Prepared, _ admission: Registry.Admission
  ) throws -> (finished: Registry.Finished<IssuedReport>, file: PendingFile?) {
    let composed = report.composed
    let signed = try report.press.signedFile(
      composed, token: admission.token, proof: admission.proof.text, by: signer)
    let issued = IssuedReport(
      token: admission.token, link: signed.link, pages: composed.pageCount, missing: composed.missing, superseded: [],
      sha256: signed.sha256, bytes: report.path == nil && !report.isCarried ? signed.bytes : [], notes: notes)
    let file = try report.path.map {
      try PendingFile(
        signed.bytes, for: $0, tag: report.request.number, mode: report.report.kind.fileMode,
        whenTaken: report.overwrites ? .replace : .refuse, isFlushed: false)
    }
    let outcome = report.outcome.map { outcome in
      { @Sendable (superseded: [String]) in
        var told = issued
        told.superseded = superseded
        return outcome(told)
      }
    }
    return (
      Registry.Finished(
        issued,
        files: [
          FileRecord(format: report.format, sha256: signed.sha256, path: file?.path, part: file?.hiddenPath)
        ], outcome: outcome, carried: report.isCarried ? signed.bytes : nil),
      file
    )
  }
}

/// The files of a transaction, one for each report, while they still have their hidden names.
private final class HiddenFiles {
  var files: [PendingFile?] = []

  func discard() {
    for file in files { file?.discard() }
    files = []
  }
}

extension Registry.Issued<IssuedReport> {
  fileprivate var report: IssuedReport {
    var report = result
    (report.superseded, report.changed) = (superseded, changed)
    return report
  }
}
