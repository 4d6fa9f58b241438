import CivilTime
import Testing

@testable import Records

/// `asOf`: up to when records were gathered. A report says what is known up to then, so that it cannot be yet to come.
struct GatheringTimeTests {
  private func file(asOf: String) -> String {
    """
    {"version": 1,
     "asOf": \(asOf),
     "subject": {"kind": "企业", "name": "示例公司", "code": "91440101MA5DEM0A67"}}
    """
  }
  private func time(_ text: String) throws -> BeijingTime { try #require(BeijingTime(text: text)) }

  @Test func aTimeThatIsYetToComeIsRefusedWithItsPlace() throws {
    let now = try time("2026-11-20T18:00:00+08:00")
    let error = try readingError(file(asOf: #""2030-12-31T00:00:00+08:00""#), at: now)
    #expect(
      error.description == "a.json:2:10: /asOf: asOf is 2030-12-31T00:00:00+08:00, which is yet to come; "
        + "records are gathered before a report is made of them; correct asOf, or this machine's clock")
    #expect(error.kind == .content)
  }

  /// Two machines' clocks may differ by five minutes, and no more.
  @Test(arguments: [
    ("2026-11-20T17:59:59+08:00", true), ("2026-11-20T18:05:00+08:00", true), ("2026-11-20T10:05:00Z", true),
    ("2026-11-20T18:05:00.001+08:00", false), ("2026-11-20T10:05:01Z", false), ("2026-11-20T24:00:00", false),
    ("2026-11-21", false), ("2099-12-31", false), ("9999-12-31T23:59:59Z", false),
  ])
  func fiveMinutesAreForgiven(asOf: String, isRead: Bool) throws {
    let now = try time("2026-11-20T18:00:00+08:00")
    if isRead {
      #expect(try read(file(asOf: "\"\(asOf)\""), at: now).file.asOf == time(asOf))
    } else {
      #expect(try readingError(file(asOf: "\"\(asOf)\""), at: now).pointer == "/asOf")
    }
  }

  /// The clock is asked at each file: a reader may live for months.
  @Test func whatWasYetToComeIsReadWhenItHasCome() throws {
    let text = file(asOf: #""2026-11-20T18:00:00+08:00""#)
    #expect(try readingError(text, at: time("2026-11-20T17:00:00+08:00")).pointer == "/asOf")
    #expect(try read(text, at: time("2026-11-20T18:00:00+08:00")).warnings == [])
  }

  @Test(arguments: ["1970-01-01T00:00:00Z", "1970-01-01 08:00:00", "0001-01-01T00:00:00", "1900-01-01"])
  func whatProgramsWriteForNoTimeIsNone(asOf: String) throws {
    let error = try readingError(file(asOf: "\"\(asOf)\""))
    #expect(error.pointer == "/asOf" && error.message.contains("programs write where they know no day"))
  }
}

/// Dates of records that are none.
struct DoubtfulDateTests {
  /// Printed as given, with a warning: it is on record, whatever it means.
  @Test(arguments: Dates.unset + ["0000-00-00", "1900-01-00", "2023-12-31 24:00:00", "9999-12-31", "2099/12/31", "长期"])
  func areKeptAsTextAndWarnedOf(text: String) throws {
    let reading = try read(file(act: #""决定日期": "\#(text)""#))
    #expect(reading.first("confirmation")?["decisionDate"] == .text(text))
    #expect(reading.warnings.map(\.pointer) == ["/records/行政确认/0/决定日期"])
    #expect(reading.warnings.first?.description.contains("it is printed as given") == true)
    #expect(try readingError(file(act: #""决定日期": "\#(text)""#), strict: true).kind == .strictness)
  }

  /// Where a date may be without end, the last day of all means that; a machine's null is no day there either.
  @Test func onlyWhatMayBeWithoutEndIs() throws {
    for text in ["9999-12-31", "2099-12-31", "9999-12-31T16:00:00Z"] {
      let reading = try read(file(act: #""有效期至": "\#(text)""#))
      #expect(reading.first("confirmation")?["validThrough"] == .unlimited)
      #expect(reading.warnings == [])
    }
    let reading = try read(file(act: #""有效期至": "1900-01-01""#))
    #expect(reading.first("confirmation")?["validThrough"] == .text("1900-01-01"))
    #expect(reading.warningCount == 1)
  }

  @Test func aCompanyIsSetUpOnADay() throws {
    let subject = #"{"kind": "企业", "name": "示例公司", "code": "91440101MA5DEM0A67", "成立日期": "1970-01-01"}"#
    let reading = try read(creditFile(subject: subject))
    #expect(reading.file.subject.fields["establishedOn"] == .text("1970-01-01"))
    #expect(reading.warnings.map(\.pointer) == ["/subject/成立日期"])
  }
}
