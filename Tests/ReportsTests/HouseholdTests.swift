import CivilTime
import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

/// 农户 is a kind of subject that one file of the catalogue adds.
@Suite struct HouseholdTests {
  @Test func aHouseholdIsReadAsANaturalPersonsFile() throws {
    let catalogue = try Shipped.catalogue()
    let json = """
      {"version": 1, "asOf": "2026-11-20T18:00:00+08:00",
       "subject": {"kind": "农户", "户主姓名": "示例一", "户主证件号码": "440001199003120024", "家庭人口": "4"}}
      """
    let reading = try CreditFileReader(catalogue: catalogue, now: { .now() }).read(
      bytes: Array(json.utf8), name: "household.json")
    #expect(reading.warnings.isEmpty && reading.file.subject.kind == "farmHousehold")
    let kind = try #require(catalogue.subjectKinds.first { $0.naming.key == "farmHousehold" })
    #expect(kind.isPerson && kind.codeMask == "identity")
  }
}
