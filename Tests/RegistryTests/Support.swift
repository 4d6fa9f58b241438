import Attestation
import Database
import DatabaseTesting
import Foundation
import ReportKinds

@testable import Registry

extension StoreLocation {
  func registry(issuer: String) throws -> Registry {
    try Registry(database: try database(), secret: sampleSecret, issuer: issuer)
  }

  func registry(
    secret: [UInt8] = sampleSecret, statusIndices: StatusIndexAllocator = StatusIndexAllocator()
  ) throws -> Registry {
    try Registry(database: try database(), secret: secret, statusIndices: statusIndices)
  }
}

extension Store {
  func registry() throws -> Registry { try location().registry() }
}

let sampleSecret = [UInt8](0..<32)
let sampleSchema = Schema.registry(try! RegistrySecret(sampleSecret))
let sampleNow: Int64 = 1_795_000_000
let sampleSubject = "91440300MA5EXAMP0C"
let sampleKey = SigningKey()
let sampleLogKey = try! LogSigningKey(name: "log.xinbao.example")
let sampleLog = LogSigner(key: sampleLogKey)
let sampleCode = CheckCode(random: 0x12_3456_789a)

/// Asks about the days of `sampleToken`.
let sampleQuestion = ReportQuestion(
  terms: ["all domains"], days: 20_000...20_775, answeredThrough: 20_775, succession: .samePeriod)

func sampleNumber(_ index: Int) -> String {
  let digits = String(index)
  return "20261118181640123" + String(repeating: "0", count: 5 - digits.count) + digits
}

func sampleRequest(
  _ number: String, kind: ReportClaims.Kind = .enterprise, subject: String = sampleSubject,
  checkCode: CheckCode = sampleCode, question: ReportQuestion? = sampleQuestion, supersedes: Bool = false,
  issuedAt: Int64 = sampleNow
) -> Registry.Request {
  Registry.Request(
    number: number, kind: kind, subject: subject, checkCode: checkCode, question: question,
    supersession: Registry.Supersession(sameQuestion: supersedes), issuedAt: issuedAt,
    expiresAt: issuedAt + 30 * 86_400)
}

func sampleToken(
  _ request: Registry.Request, _ status: ReportClaims.StatusReference, subject: String = "示例（广东）贸易有限公司"
) throws -> Token {
  try Token.sign(
    ReportClaims(
      issuedAt: request.issuedAt, expiresAt: request.expiresAt, kind: request.kind, catalogueVersion: 2021,
      number: request.number, subject: subject, ident: request.subject, days: 20_000...20_775, recordCount: 3, pages: 8,
      digest: Array(0..<32), status: status, terms: nil), with: sampleKey)
}

extension FileRecord {
  /// A PDF.
  init(sha256: [UInt8]?, path: String? = nil, part: String? = nil) {
    self.init(format: "pdf", sha256: sha256, path: path, part: part)
  }
}

extension Registry {
  /// Issues a sample report.
  @discardableResult
  func issue(_ request: Request, pdf: FileRecord = FileRecord(sha256: nil)) throws -> Admission {
    try issue(request, files: [pdf])
  }

  @discardableResult
  func issue(_ request: Request, files: [FileRecord]) throws -> Admission {
    try issue(request, log: sampleLog, sign: { try sampleToken(request, $0) }, finish: { ($0, files) })
  }

  @discardableResult
  func issue(_ index: Int) throws -> Admission { try issue(sampleRequest(sampleNumber(index))) }

  func audit(held: Audit.Held = Audit.Held(), files: ReportFiles? = nil) throws -> Audit {
    try audit(keys: [sampleLogKey.publicKey], held: held, files: files)
  }

  func status(_ number: String) throws -> ReportStatus? { try report(number: number)?.status }

  /// Does what an insider with access to the database can do.
  func tamper(_ sql: String, _ values: [SQLValue] = []) throws {
    let changed = try database.write { session in try session.execute(sql, values) }
    guard changed > 0 else { throw PostgresServer.ServerError("nothing was tampered with by: \(sql)") }
  }
}
