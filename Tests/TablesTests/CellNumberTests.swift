import Testing

@testable import Workbooks

@Suite struct CellNumberTests {
  @Test(arguments: [
    ("0.2", "0.2"), ("0.20000000000000001", "0.2"), ("0.30000000000000004", "0.3"),
    ("1.2600000000000001E-2", "0.0126"),
    ("20261102", "20261102"), ("-3", "-3"), ("1E3", "1000"),
  ])
  func aNumberIsTheTextThatTheProgramShows(stored: String, shown: String) throws {
    #expect(try CellNumber.text(stored) == shown)
  }

  @Test func aCodeThatBecameANumberHasLostItsEndAndIsRefused() {
    #expect(throws: CellNumber.Fault.self) { try CellNumber.text("4.4000119900101002E+17") }
  }

  @Test func daysCountFrom1900Or1904AndTheInventedDayIsRefused() throws {
    #expect(try CellNumber.date("1", since1904: false) == "1900-01-01")
    #expect(try CellNumber.date("59", since1904: false) == "1900-02-28")
    #expect(try CellNumber.date("61", since1904: false) == "1900-03-01")
    #expect(try CellNumber.date("45413", since1904: false) == "2024-05-01")
    #expect(try CellNumber.date("43951", since1904: true) == "2024-05-01")
    #expect(try CellNumber.date("45413.75", since1904: false) == "2024-05-01 18:00:00")
    for wrong in ["60", "0.5", "-1", "2958466", "x"] {
      #expect(throws: CellNumber.Fault.self) { try CellNumber.date(wrong, since1904: false) }
    }
  }

  /// JavaScript libraries take midnight of 1900 in Shanghai for the origin.
  @Test func daysThatMissMidnightBy43SecondsAreTheNearOnes() throws {
    #expect(try CellNumber.date("46285.99950231481", since1904: false) == "2026-09-21")
    #expect(try CellNumber.date("46286.00049768518", since1904: false) == "2026-09-21")
    #expect(try CellNumber.date("46285.9994907407", since1904: false) == "2026-09-20 23:59:16")
  }

  @Test func formatsOfDatesAreToldFromThoseOfNumbers() {
    for code in ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@", "m/d/yy h:mm", "[h]:mm"] {
      #expect(CellNumber.isDate(format: 164, code: code), "\(code)")
    }
    for code in ["0.00", "General", "#,##0.00\"d\"", "0.00E+00", "@", "[Red]0", "\\d0"] {
      #expect(!CellNumber.isDate(format: 164, code: code), "\(code)")
    }
    #expect(CellNumber.isDate(format: 14, code: nil))
    #expect(!CellNumber.isDate(format: 2, code: nil))
  }
}
