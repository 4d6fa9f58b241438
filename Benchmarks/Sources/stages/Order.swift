import Attestation
import CivilTime
import Foundation
import Installation
import Issuing
import Records
import Registry
import Rendering
import ReportKinds
import ReportTokens
import Reports
import Signatures
import Templates
import Typeface

/// What is made once and serves any number of reports: catalogue, fonts, and an office of its own in a throw-away home.
final class Office {
  let resources: String
  let catalogue: Catalogue
  let fonts: FontSet
  let home: Home
  let printing: PrintingOffice
  let registry: Registry
  let folder = FileManager.default.temporaryDirectory.appending(path: "stages-\(UUID().uuidString)").path

  init(resources: String, fonts cache: String) throws {
    self.resources = resources
    catalogue = try Catalogue.load(directory: resources + "/templates/catalogue")
    fonts = try FontSet(configuration: resources + "/fonts/fonts.yaml", cache: cache)
    home = try Home(path: folder, environment: [:])
    printing = ReportOffice(
      home: home, resources: try Resources(given: resources, executable: nil, workingFolder: resources),
      catalogue: catalogue
    ).printing(with: fonts)
    registry = try home.openRegistry()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

/// A credit file, and all that it takes to issue reports of one kind on it.
struct Order: Sendable {
  let name: String
  let kind: Report.Kind
  /// The credit file.
  let bytes: [UInt8]
  let reader: CreditFileReader
  let template: Template
  let press: Press
  let issuer: Issuer
  let fonts: FontSet
  private let build: @Sendable (CreditFile, Report.Identity) throws -> Report

  /// The moment at which all reports are issued: seconds since 1970.
  static let time: Int64 = 1_795_168_800

  init(_ kind: Report.Kind, on file: String, in office: Office) throws {
    (self.kind, fonts) = (kind, office.fonts)
    name = "\(kind.rawValue) (\(file))"
    let path = "\(office.resources)/examples/\(file)"
    bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let (catalogue, settings) = (office.catalogue, office.home.configuration)
    reader = CreditFileReader(catalogue: catalogue, now: { .now() })
    template = try Template(path: "\(office.resources)/templates/\(kind.rawValue).yaml", catalogue: catalogue)
    press = try office.printing.press(for: kind)
    issuer = try office.printing.issuer(registry: office.registry, issuedAt: Self.time, clock: { Self.time })
    switch kind.making {
    case .edition:
      let builder = try ReportBuilder(catalogue: catalogue, report: kind, edition: settings.edition)
      build = { try builder.report(on: $0, identity: $1) }
    case .summary: throw BenchmarkError(problem: "a summary is made of reports, not of a credit file")
    case .judgement:
      let asOf = try reader.read(bytes: bytes, name: path).file.asOf.date
      let builder = try NoViolationBuilder(
        catalogue: catalogue, edition: settings.edition,
        question: NoViolationQuestion(
          catalogue: catalogue, list: settings.catalogue, domains: nil,
          period: CalendarDate(daysSince1970: asOf.daysSince1970 - 3 * 365)...asOf, purpose: .listing, recipient: nil,
          profile: settings.profile))
      build = { try builder.report(on: $0, identity: $1) }
    }
  }

  func read() throws -> CreditFile { try reader.read(bytes: bytes, name: name).file }

  /// - Parameter serial: makes the report's number one of its own.
  func report(on file: CreditFile, serial: UInt64) throws -> Report {
    let moment = BeijingTime(millisecondsSince1970: Self.time * 1000)
    return try build(
      file,
      Report.Identity(
        number: ReportNumber(at: moment, random: serial), issuedAt: moment, issuer: "示例公共信用平台",
        salt: Array(0..<16), checkCode: "7K3M9QXA"))
  }

  func token(for composed: ComposedReport, status: ReportClaims.StatusReference) throws -> Token {
    try Token.sign(
      composed.claims(
        catalogueVersion: issuer.catalogueVersion, for: issuer.key.algorithm,
        expiresAt: Self.time + Int64(issuer.validityDays) * 86_400, status: status), with: issuer.key)
  }

  func print(_ composed: ComposedReport, _ token: Token, proof: String) throws -> any UnsignedFile {
    try press.print(
      composed, around: Evidence(token: token, proof: proof, of: composed), signatureRoom: issuer.signer.reservedSize)
  }

  func sign(_ file: any UnsignedFile) throws -> [UInt8] {
    let signer = issuer.signer
    return try file.signed { try signer.signature(over: $0, maximumSize: signer.reservedSize) }
  }

  /// From the credit file to a signed PDF that is in no registry, where one report would wait for the other.
  func whole(serial: UInt64, proof: String) throws -> [UInt8] {
    let composed = try press.compose(report(on: read(), serial: serial), host: issuer.host)
    return try sign(print(composed, token(for: composed, status: .init(0)), proof: proof))
  }

  func request(for report: Report) throws -> Registry.Request {
    guard let code = report.identity.checkCode.flatMap({ CheckCode($0) }) else {
      throw BenchmarkError(problem: "a report without a check code")
    }
    let number = report.identity.number.description
    // A subject of its own, as in a batch: nothing is superseded.
    return Registry.Request(
      number: number, kind: report.kind, subject: number, checkCode: code, supersedes: true, issuedAt: Self.time,
      expiresAt: Self.time + Int64(issuer.validityDays) * 86_400)
  }
}

struct BenchmarkError: Error, CustomStringConvertible {
  var problem: String
  var description: String { problem }
}
