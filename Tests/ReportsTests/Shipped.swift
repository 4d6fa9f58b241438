import CivilTime
import Foundation
import Records
import ReportKinds

@testable import Reports

/// The catalogue that ships with the program, and reports by it.
enum Shipped {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let result = Result { () throws(CatalogueError) in
    try Catalogue.load(directory: root.appending(path: "templates/catalogue").path)
  }
  static func catalogue() throws -> Catalogue { try result.get() }

  static func identity(issued: String = "2026-11-21") -> Report.Identity {
    var identity = Samples.identity()
    if let day = CalendarDate(text: issued) { identity.issuedAt = BeijingTime(day, secondOfDay: 36_000) }
    return identity
  }

  /// A citizen's number of Guangdong with the right check character.
  static func citizenID(born: String, sequence: String = "001") -> String {
    let body = "440000" + born.filter { $0 != "-" } + sequence
    return body + (Array("0123456789X").map(String.init).first { CitizenID.fault(in: body + $0) == nil } ?? "")
  }

  static func person(
    code: String = citizenID(born: "1990-01-01"), fields: [(String, Value)] = [], request: Request? = ownRequest,
    records: (String, [[(String, Value)]])...
  ) -> CreditFile {
    var file = Samples.file(subject: Subject(kind: "person", name: "示例甲", code: code, fields: Samples.fields(fields)))
    file.records = records.map { category, records in
      CategoryRecords(category: category, records: records.map { Record(fields: Samples.fields($0)) })
    }
    file.request = request
    return file
  }

  static let ownRequest = Request(requester: "示例甲", basis: .own, purpose: "个人求职")

  static func enterprise(_ records: (String, [[(String, Value)]])...) -> CreditFile {
    CreditFile(
      asOf: Samples.asOf, subject: Subject(kind: "enterprise", name: "粤示例有限公司", code: "91440101MA5DEM0A67"),
      records: records.map { category, records in
        CategoryRecords(category: category, records: records.map { Record(fields: Samples.fields($0)) })
      })
  }

  static func report(
    on file: CreditFile, edition: String = "2021", issued: String = "2026-11-21",
    options: ReportBuilder.Options = .init()
  ) throws -> Report {
    let isPerson = file.subject.kind == "person"
    return try ReportBuilder(
      catalogue: try catalogue(), report: isPerson ? .personal : .enterprise, edition: edition, options: options
    ).report(on: file, identity: identity(issued: issued))
  }
}

func day(_ text: String) -> Value {
  CalendarDate(text: text).map(Value.date) ?? .text(text)
}
