import CivilTime
import ErrorCauses
import Testing

@testable import Records

@Suite struct Identifiers {
  /// Real, public codes: domain.md §4.1.
  @Test(arguments: ["91440300192181490G", "91320000134762764K", "91360000625912173B", "9144030071526726XG"])
  func realCodesPass(code: String) {
    #expect(UnifiedCreditCode.fault(in: code) == nil)
  }

  @Test(arguments: [
    ("913101150607311257", "has the wrong check character"), ("91310115MA1H8R7C6D", "has the wrong check character"),
    // exists all the same, so that a check can only warn
    ("91350211M0000XUF46", "has the wrong check character (R fits)"),
    ("9144030019218149G", "has 17 characters instead of 18"), ("", "has 0 characters instead of 18"),
    ("9144O300192181490G", "has a character at 5 that no such code has"),
    ("91440a00192181490G", "has a character at 6 that no such code has"),
    ("9144030019218149统0", "has a character at 17 that no such code has"),
    ("91A40300192181490G", "has a letter in the place's number (3 to 8)"),
  ])
  func wrongCodesSayWhy(code: String, fault: String) {
    #expect(UnifiedCreditCode.fault(in: code)?.english.hasPrefix(fault) == true, "\(code)")
  }

  @Test func aWrongOrganisationCodeInsideARightCodeIsFound() throws {
    // Position 17 changed, position 18 mended.
    let base = "9144030019218149"
    let mended = "0123456789ABCDEFGHJKLMNPQRTUWXY".map { base + "1" + String($0) }
    let faults = mended.compactMap { UnifiedCreditCode.fault(in: $0)?.english }
    #expect(faults.count == mended.count)
    #expect(
      faults.filter { $0 == "has the wrong check character (0 fits), at 9 to 17, the organisation code" }.count == 1)
  }

  @Test func everySingleWrongCharacterIsFound() {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    let code = Array("91440300192181490G")
    for position in code.indices {
      for character in alphabet where character != code[position] {
        var wrong = code
        wrong[position] = character
        #expect(UnifiedCreditCode.fault(in: String(wrong)) != nil, "\(String(wrong))")
      }
    }
  }

  @Test func organisationCodes() {
    #expect(OrganisationCode.fault(in: "19218149-0") == nil)
    #expect(OrganisationCode.fault(in: "71526726X") == nil)
    #expect(OrganisationCode.fault(in: "19218149-1")?.english == "has the wrong check character (0 fits)")
  }

  /// The examples of GB 11643 itself.
  @Test(arguments: ["11010519491231002X", "440524188001010014"])
  func theStandardsExamplesPass(number: String) {
    #expect(CitizenID.fault(in: number) == nil)
  }

  @Test(arguments: [
    ("11010519490231002X", "has a day of birth that the calendar lacks"),
    ("110105194912310021", "has the wrong check character (X fits)"),
    ("1101051949123100", "has 16 characters instead of 18"),
    ("11010519491231O02X", "has a character other than a digit in its first 17"),
  ])
  func wrongNumbersSayWhy(number: String, fault: String) {
    #expect(CitizenID.fault(in: number)?.english == fault)
  }

  @Test func theDayOfBirthIsRead() {
    #expect(CitizenID.birthDate(of: "440524188001010014") == CalendarDate(year: 1880, month: 1, day: 1))
    #expect(CitizenID.birthDate(of: "440524188001010015") == nil)
  }
}

@Suite struct Masks {
  @Test(arguments: [
    ("identity", "11010519491231002X", "**************002X"), ("identity", "E12345678", "*****5678"),
    ("identity", "", ""),
    ("identity", "12", "**"), ("courtIdentity", "11010519491231002X", "**************002X"),
    ("courtIdentity", "91440300192181490G", "91440300192181490G"), ("courtIdentity", "192181490", "192181490"),
    // in doubt a person's
    ("courtIdentity", "110105194912310021", "**************0021"), ("telephone", "13800001234", "138****1234"),
    ("account", "6222000011112222", "************2222"),
  ])
  func showWhatTheyMay(mask: String, text: String, shown: String) throws {
    let mask = try #require(try shippedCatalogue().masks.first { $0.key == mask })
    #expect(mask.applied(to: text) == shown)
  }

  /// Never a text of which nothing is hidden, whatever its length.
  @Test(arguments: 1...40) func alwaysHideSomething(length: Int) throws {
    let text = String(repeating: "7", count: length)
    for mask in try shippedCatalogue().masks {
      #expect(mask.applied(to: text).contains("*"))
      #expect(mask.applied(to: text).count == length)
    }
  }
}
