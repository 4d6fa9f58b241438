import Attestation
import CivilTime
import Records
import ReportKinds
import Reports
import Testing

@testable import ReportTokens

/// The token shows a person as the paper does; of a report that was issued when paper showed more, it says what it said.
@Suite struct PersonClaimsTests {
  @Test(arguments: [
    "**************0024", "440001********0024", "4400011990****0024", "440***********0024", "440001199003120024",
  ])
  func aNumberShowsItsLastFour(onPaper code: String) throws {
    let time = BeijingTime(try #require(CalendarDate(year: 2026, month: 1, day: 1)), secondOfDay: 0)
    let report = Report(
      kind: .personal, title: "个人公共信用信息报告", edition: "2021", standard: "", versionLabel: "V1.0",
      identity: .init(
        number: ReportNumber(at: time, random: 1), issuedAt: time, issuer: "示例", salt: [UInt8](repeating: 0, count: 16)),
      asOf: time, period: time.date...time.date,
      subject: .init(
        kind: "person", kindLabel: "自然人", name: "示例一", nameLabel: "姓名", code: code, codeLabel: "证件号码",
        statusLabels: [], fields: []), sections: [], omissions: [])
    let claims = try ReportClaims(
      of: report, catalogueVersion: 1, digest: [UInt8](repeating: 0, count: 32), pages: 1,
      expiresAt: time.secondsSince1970 + 86_400, status: .init(0), terms: nil)
    #expect((claims.subject, claims.ident) == ("示**", "**************0024"))
  }
}
