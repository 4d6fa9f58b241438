public import Attestation
import CivilTime
import Crypto
import DurableFiles
import Foundation
import Records
public import Registry
public import Rendering
import ReportTokens
public import Reports
public import Signatures

/// Issues reports: in the order of verification.md §3, one transaction of the registry for one report or for several. A
/// value without state of its own, so that every core can issue with the same one.
public struct Issuer: Sendable {
  public var registry: Registry
  /// Signs the tokens.
  public var key: SigningKey
  /// Signs the log's checkpoints.
  public var log: LogSigner
  /// Signs the files.
  public var signer: DocumentSigner
  /// Of the verification page, for the QR link.
  public var host: String
  public var validityDays: Int
  /// Of the catalogue that the reports are made by: it numbers the domains in their tokens.
  public var catalogueVersion: UInt16
  /// Seconds since 1970.
  public var clock: @Sendable () -> Int64
  /// What is told with every report that it issues: keys for trying out.
  public var notes: [String]
  /// Whether no-violation reports are issued on declared coverage: with keys for trying out, or where the issuer answers
  /// for it.
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

  /// A report that is set and waits for its token.
  public struct Prepared: Sendable {
    let composed: ComposedReport
    let press: Press
    let request: Registry.Request
    /// Of the file; nil: its bytes are returned.
    public var path: String?
    /// Whether it takes the place of a file that is there already.
    public var overwrites = false
    /// Whether the registry's database keeps the file for the batch.
    public var isCarried = false
    /// What the batch's table of results will say of it.
    public var outcome: (@Sendable (IssuedReport) -> String)?

    public var report: Report { composed.report }
    public var pageCount: Int { composed.pageCount }
    /// As the registry names it.
    var format: String { press.format.fileExtension }
  }

  /// Sets the pages: all that can be done before anybody waits.
  /// - Parameters:
  ///   - subject: the code or ID number of the subject in full; reports may show it masked. The registry keeps an HMAC.
  ///   - supersedes: earlier reports of the same kind on the subject.
  ///   - task: the row of a batch that asks for the report.
  ///   - latest: when the report expires at the latest, whatever the validity that is configured: a summary is worth no
  ///     more than what it is made of. Seconds since 1970.
  /// - Throws: `NoViolationError.declaredCoverage` where nobody has said that it is to be trusted.
  public func prepare(
    _ report: Report, by press: Press, subject: String, supersedes: Bool = true, task: BatchTask? = nil,
    expiringBy latest: Int64 = .max
  ) throws -> Prepared {
    try checkCoverage(of: report)
    let composed = try press.compose(report, host: host)
    let issuedAt = report.identity.issuedAt.secondsSince1970
    guard let checkCode = report.identity.checkCode.flatMap({ CheckCode($0) }) else {
      preconditionFailure("a report is issued with a check code")
    }
    let request = Registry.Request(
      number: report.identity.number.description, kind: report.kind, subject: subject,
      checkCode: checkCode, supersedes: supersedes, issuedAt: issuedAt,
      expiresAt: min(latest, issuedAt + Int64(validityDays) * 86_400), task: task)
    return Prepared(composed: composed, press: press, request: request)
  }

  /// That nobody who typed what was looked through makes a real report say that nothing was found.
  private func checkCoverage(of report: Report) throws(NoViolationError) {
    guard report.judgement != nil || report.group != nil else { return }
    guard trustsDeclaredCoverage || report.coverageBasis == .deliveries else { throw .declaredCoverage }
  }

  /// Registers, logs, prints and signs a report.
  /// - Parameters:
  ///   - path: of the file; nil: its bytes are returned.
  ///   - overwrites: whether it takes the place of a file that is there already.
  /// - Throws: `FileError.exists`, and nothing is issued, where it may not.
  public func issue(
    _ report: Report, by press: Press, subject: String, to path: String?, overwrites: Bool = false,
    supersedes: Bool = true
  ) throws -> IssuedReport {
    if let path, !overwrites { try refuseExisting(path) }
    var prepared = try prepare(report, by: press, subject: subject, supersedes: supersedes)
    (prepared.path, prepared.overwrites) = (path, overwrites)
    let issued = try issue([prepared])[0]
    if let problem = issued.unpublished { throw problem }
    return issued
  }

  /// Registers, logs, prints and signs reports, all of them or, where anything is thrown, none.
  ///
  /// The files are complete, hidden and on the disk when the transaction commits that makes them issued, and show their
  /// names right after. Stopped before, no question is answered by them; stopped between the two, `xinbao registry
  /// recover` gives the files their names.
  public func issue(_ reports: [Prepared]) throws -> [IssuedReport] {
    let hidden = HiddenFiles()
    var issued: [IssuedReport]
    do {
      // A time stamp comes from another machine, which may take its time: nobody waits for it with the log locked.
      issued = signer.timeStamper == nil ? try issueAtOnce(reports, hidden) : try issueInTwoSteps(reports, hidden)
    } catch {
      // Where nobody knows whether the transaction was made, the files may be registered reports' only ones.
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
    try registry.issue(reports.map(\.request), log: log) { places in
      try tokens(of: reports, places)
    } finish: { admissions in
      try finish(reports, admissions, hidden)
    }.map(\.report)
  }

  private func issueInTwoSteps(_ reports: [Prepared], _ hidden: HiddenFiles) throws -> [IssuedReport] {
    let requests = reports.map(\.request)
    let files = reports.map { report in
      let paths = report.path.map { PendingFile.paths(for: $0, tag: report.request.number) }
      return FileRecord(format: report.format, sha256: nil, path: paths?.final, part: paths?.hidden)
    }
    let admissions = try registry.admit(requests, files: files, log: log, at: clock()) { places in
      try tokens(of: reports, places)
    }
    do {
      return try registry.confirm(requests, admissions, finish(reports, admissions, hidden)).map(\.report)
    } catch {
      if (error as? RegistryError)?.isOutcomeUnknown == true { throw error }
      // Where the registry cannot be reached, `recover` does it.
      _ = try? registry.withdraw(requests.map(\.number), at: clock())
      throw error
    }
  }

  private func tokens(
    of reports: [Prepared], _ places: [ReportClaims.StatusReference]
  ) throws -> [Token] {
    try concurrentMap(Array(zip(reports, places))) { report, place in
      try Token.sign(
        report.composed.claims(
          catalogueVersion: catalogueVersion, for: key.algorithm, expiresAt: report.request.expiresAt, status: place),
        with: key)
    }
  }

  private func finish(
    _ reports: [Prepared], _ admissions: [Registry.Admission], _ hidden: HiddenFiles
  ) throws -> [Registry.Finished<IssuedReport>] {
    // Where the transaction is made once more, what was written for the first try has another token and proof.
    hidden.discard()
    let made = concurrentResults(Array(zip(reports, admissions))) { report, admission in
      try finish(report, admission, isAlone: reports.count == 1)
    }
    hidden.files = made.map { (try? $0.get())?.file }
    let all = try made.map { try $0.get().finished }
    // Together they wait for the disk once, not one after another.
    if reports.count > 1 { _ = try concurrentMap(hidden.files.compactMap { $0 }) { try $0.flush() } }
    return all
  }

  private func finish(
    _ report: Prepared, _ admission: Registry.Admission, isAlone: Bool
  ) throws -> (finished: Registry.Finished<IssuedReport>, file: PendingFile?) {
    let composed = report.composed
    let signed = try report.press.signedFile(
      composed, token: admission.token, proof: admission.proof.text, by: signer)
    let issued = IssuedReport(
      token: admission.token, link: signed.link, pages: composed.pageCount, missing: composed.missing, superseded: [],
      sha256: signed.sha256, bytes: report.path == nil && !report.isCarried ? signed.bytes : [], notes: notes)
    let file = try report.path.map {
      try PendingFile(
        signed.bytes, for: $0, tag: report.request.number, whenTaken: report.overwrites ? .replace : .refuse,
        isFlushed: isAlone)
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
        pdf: FileRecord(
          format: report.format, sha256: signed.sha256, path: file?.path, part: file?.hiddenPath), outcome: outcome,
        carried: report.isCarried ? signed.bytes : nil),
      file
    )
  }
}

/// The files of a transaction, one for each report, as long as they do not show their names.
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
    report.superseded = superseded
    return report
  }
}
