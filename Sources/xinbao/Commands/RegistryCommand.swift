import ArgumentParser
import Attestation
import CivilTime
import Foundation
import Hexadecimal
import Installation
import Records
import Registry
import ReportKinds

struct RegistryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: "Look at registered reports and change their status.",
    subcommands: [
      ListReports.self, ShowReport.self, Revoke.self, Suspend.self, Restore.self, RecheckReports.self,
      ListObjections.self,
      AcceptObjection.self, RejectObjection.self, AuditRegistry.self, RecoverFiles.self, ArchiveJournal.self,
      AcceptRollback.self, AcceptClock.self,
    ])
}

/// A registered report, for people and machines. It has the contents of the token, which are public, and no check code,
/// which cannot be read out of the registry.
struct ReportLine: Encodable {
  var number: String, kind: String, subject: String, ident: String
  var status: String, reason: String?
  /// Whether changes of its data are noticed, and since which day they are otherwise.
  var isWatched: Bool, dataChangedOn: String?
  /// Of a no-violation report or a summary: the period, as far as its token tells the purpose and for whom.
  var from: String?, through: String?, purpose: String?, recipient: String?
  var issuedAt: String, expiresAt: String, statusChangedAt: String
  var logIndex: UInt64
  /// List and index, as in the token.
  var statusList: UInt8, statusIndex: UInt32
  var file: String?, sha256: String?

  init(_ report: RegisteredReport) throws {
    let claims = try ReceivedToken(report.token).claims
    number = report.number
    kind = report.kind.name
    (subject, ident) = (claims.subject, claims.ident)
    (status, reason) = (report.status.word, report.reason)
    if report.kind.concludes {
      from = CalendarDate(daysSince1970: claims.days.lowerBound).description
      through = CalendarDate(daysSince1970: claims.days.upperBound).description
      purpose = claims.terms.flatMap { ReportPurpose(number: $0.purpose)?.rawValue }
      recipient = claims.terms?.recipient.map { ShownPerson.text($0.name) + ($0.isCut ? "…" : "") }
    }
    isWatched = report.isWatched
    dataChangedOn = report.changedOn.map { CalendarDate(daysSince1970: $0).description }
    issuedAt = timeText(report.issuedAt)
    expiresAt = timeText(report.expiresAt)
    statusChangedAt = timeText(report.statusChangedAt)
    logIndex = report.logIndex
    (statusList, statusIndex) = (report.statusReference.list, report.statusReference.index)
    (file, sha256) = (report.shownFile?.path, report.shownFile?.sha256.map { hexadecimal($0) })
  }
}

/// - Parameter seconds: since 1970.
func timeText(_ seconds: Int64) -> String { "\(BeijingTime(secondsSince1970: seconds))" }

func currentSeconds() -> Int64 { Int64(Date().timeIntervalSince1970) }
