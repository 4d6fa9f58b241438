import Attestation
import CivilTime
import DurableFiles
import FileFormats
import Foundation
import Issuing
import Records
import Registry
import Rendering
import ReportKinds
import Reports
import ScratchFolders
import Testing
import Typeface

@testable import Installation

/// What makes, prints and issues reports, put together from a home and the data that come with the program.
@Suite(.scratchFolders) struct PrintingOfficeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let time: Int64 = 1_795_341_600
  private let folder: String

  init() throws { folder = try scratchFolder() }

  private func office(settings: [String: String] = [:]) throws -> PrintingOffice {
    let home = try Home(path: folder + "/home", environment: settings)
    let resources = try Resources(given: Self.root, executable: nil, workingFolder: folder)
    let fonts = try FontSet(configuration: resources.fonts, cache: Self.root + "/.build/checks/home/fonts")
    return ReportOffice(home: home, resources: resources, catalogue: try Catalogue.load(directory: resources.catalogue))
      .printing(with: fonts)
  }

  private func enterprise(_ office: PrintingOffice) throws -> (file: CreditFile, report: Report) {
    let moment = BeijingTime(millisecondsSince1970: Self.time * 1000)
    let file = try CreditFileReader(catalogue: office.catalogue, now: { moment })
      .read(path: Self.root + "/examples/enterprise.json").file
    let identity = Report.Identity.drawn(at: moment, issuer: office.home.configuration.issuer)
    return (file, try office.maker.report(ReportOrder(), on: file, identity: identity))
  }

  @Test func theSettingsOfTheHomeGoIntoReportAndToken() throws {
    let office = try office(settings: [
      "XINBAO_ISSUER": "甲中心", "XINBAO_HOST": "verify.example.cn", "XINBAO_EDITION": "2022", "XINBAO_VALIDITY_DAYS": "7",
    ])
    let (file, report) = try enterprise(office)
    #expect(report.identity.issuer == "甲中心" && report.edition == "2022")
    let registry = try office.home.openRegistry()
    let issued = try office.issuer(registry: registry, issuedAt: Self.time, clock: { Self.time })
      .issue(
        report, by: office.press(for: report.kind), subject: file.subject.code, to: folder + "/a.pdf",
        supersession: .none, judgeAgain: nil)
    #expect(issued.link.hasPrefix("https://verify.example.cn/v#"))
    let claims = try ReceivedToken(issued.token).claims
    #expect(claims.expiresAt == Self.time + 7 * 86_400 && claims.catalogueVersion == office.catalogue.version)
  }

  /// All of the recipient's name, or as much of it as leaves a symbol that can be read in print.
  @Test(arguments: [("no-violation.json", false), ("enterprise-rare-characters.json", true)])
  func theTokenNamesTheRecipientAsFarAsItsSymbolHasRoom(example: String, isCut: Bool) throws {
    let office = try office()
    let moment = BeijingTime(millisecondsSince1970: Self.time * 1000)
    let file = try CreditFileReader(catalogue: office.catalogue, now: { moment })
      .read(path: Self.root + "/examples/\(example)").file
    // Four bytes a letter.
    let recipient = String(repeating: "𠮷", count: 60)
    let first = try #require(CalendarDate(text: "2023-11-20"))
    let last = try #require(CalendarDate(text: "2026-11-19"))
    let order = ReportOrder(
      kind: .noViolation,
      noViolation: NoViolationTerms(
        domains: nil, period: first...last, purpose: .listing, recipient: recipient, list: "guangdong-2024"))
    let report = try office.maker.report(
      order, on: file, identity: .drawn(at: moment, issuer: office.home.configuration.issuer))
    let issued = try office.issuer(registry: office.home.openRegistry(), issuedAt: Self.time, clock: { Self.time })
      .issue(
        report, by: office.press(for: report.kind), subject: file.subject.code, to: nil, supersession: .none,
        judgeAgain: nil)
    let terms = try #require(try ReceivedToken(issued.token).claims.terms)
    #expect(terms.profile == 1 && terms.purpose == 1 && terms.basis == .declared)
    let named = try #require(terms.recipient)
    #expect(named.isCut == isCut && !named.isChecked && recipient.hasPrefix(named.name))
    #expect((named.name.count == 60) != isCut && named.name.utf8.count >= 60)
  }

  @Test func aReportIsSignedAgainAroundItsOwnTokenOnly() throws {
    let office = try office()
    let (file, report) = try enterprise(office)
    let press = try office.press(for: report.kind)
    let issued = try office.issuer(registry: office.home.openRegistry(), issuedAt: Self.time, clock: { Self.time })
      .issue(
        report, by: press, subject: file.subject.code, to: nil, supersession: .none,
        judgeAgain: nil)
    let attached = try press.format.read(issued.bytes).attachments()
    let proof = String(decoding: try #require(attached.first { $0.name == "log-proof.txt" }).bytes, as: UTF8.self)
    func again(_ report: Report) throws -> IssuedReport {
      try office.signedAgain(
        report, by: press, token: issued.token, proof: proof, to: nil, overwrites: false, clock: { Self.time })
    }
    let made = try again(report)
    #expect(made.link == issued.link && made.pages == issued.pages && made.bytes.count == issued.bytes.count)
    #expect(try press.format.read(made.bytes).attachments().map(\.bytes) == attached.map(\.bytes))
    #expect { try again(enterprise(office).report) } throws: { "\($0)".contains("its report number is") }

    let path = folder + "/there.pdf"
    try Data().write(to: URL(filePath: path))
    #expect(throws: FileError.exists(path: path)) {
      try office.signedAgain(
        report, by: press, token: issued.token, proof: proof, to: path, overwrites: false, clock: { Self.time })
    }
  }

  @Test func whatNoFormatsNameEndsWithIsInTheStandardOne() throws {
    let office = try office()
    for name in ["a.pdf", "a.anything", "-", nil] {
      #expect(try office.press(for: .enterprise, fileNamed: name).format.name == "pdf")
    }
  }
}
