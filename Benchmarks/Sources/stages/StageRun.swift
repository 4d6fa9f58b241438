import Attestation
import Crypto
import Foundation
import Issuing
import Measuring
import QRCode
import Records
import Registry
import Rendering
import Reports
import Typesetting

/// The CPU time of a stage's run, without what is left out of it.
struct Stopwatch {
  private var start = Clock.now(CLOCK_PROCESS_CPUTIME_ID)

  /// - Returns: what `body` returns; its time does not count.
  mutating func excluding<R>(_ body: () throws -> R) rethrows -> R {
    let before = Clock.now(CLOCK_PROCESS_CPUTIME_ID)
    defer { start += Clock.now(CLOCK_PROCESS_CPUTIME_ID) - before }
    return try body()
  }

  var microseconds: Double { (Clock.now(CLOCK_PROCESS_CPUTIME_ID) - start) * 1e6 }
}

/// The stages of one order.
final class StageRun {
  private let order: Order
  private let runs: Int
  private let seconds: Double
  private let only: String?
  private var serial: UInt64

  /// - Parameter serial: the reports that are registered are numbered from here on.
  init(order: Order, from serial: UInt64, runs: Int, seconds: Double, only: String?) {
    (self.order, self.serial, self.runs, self.seconds, self.only) = (order, serial, runs, seconds, only)
  }

  /// - Parameter tell: gets each stage's name and its median, CPU microseconds.
  func measure(_ tell: (String, Double) -> Void) throws {
    let (order, issuer) = (order, order.issuer)
    let file = try order.read()
    var report = try order.report(on: file, serial: 0)
    report.rendering = order.press.rendering(host: issuer.host)
    let document = try order.template.document(for: report)
    let typesetter = Typesetter(fonts: order.fonts)
    let composed = try order.press.compose(report, host: issuer.host)
    let canonicalData = composed.canonicalData
    let token = try order.token(for: composed, status: .init(0))
    let link = try VerificationLink(host: issuer.host, token: token).url
    let proof = try register().proof.text
    let unsigned = try order.print(composed, token, proof: proof)
    let pdf = try order.sign(unsigned)

    var sum = 0.0
    func stage(_ name: String, _ body: (inout Stopwatch) throws -> Void) throws {
      guard only == nil || only == name, let median = try median(body) else { return }
      sum += median
      tell(name, median)
    }
    try stage("read the credit file") { _ in _ = try order.read() }
    try stage("build the report") { _ in _ = try order.report(on: file, serial: 0) }
    try stage("canonical JSON") { _ in _ = report.canonicalData() }
    try stage("its SHA-256") { _ in _ = SHA256.hash(data: canonicalData) }
    try stage("template to blocks") { _ in _ = try order.template.document(for: report) }
    try stage("typesetting") { _ in _ = try typesetter.pages(of: document) }
    try stage("token") { _ in _ = try order.token(for: composed, status: .init(0)) }
    try stage("registry and log") { _ = try self.register(&$0) }
    try stage("QR symbol") { _ in _ = try QRSymbol(text: link) }
    try stage("PDF, QR symbol included") { _ in _ = try order.print(composed, token, proof: proof) }
    try stage("PDF signature") { _ in _ = try order.sign(unsigned) }
    try stage("SHA-256 of the file") { _ in _ = SHA256.hash(data: pdf) }
    guard only == nil || only == "whole" else { return }
    tell("sum (the QR symbol is twice in it)", sum)
    if let whole = try median({ _ in _ = try order.whole(serial: 0, proof: proof) }) {
      tell("whole, without the registry", whole)
    }
    tell("KB a file", Double(pdf.count) / 1000)
  }

  private func register() throws -> Registry.Admission {
    var watch = Stopwatch()
    return try register(&watch)
  }

  /// An entry in the registry and the log, its signature included, for a report of a new number.
  private func register(_ watch: inout Stopwatch) throws -> Registry.Admission {
    let (order, issuer) = (order, order.issuer)
    serial += 1
    let composed = try watch.excluding {
      try order.press.compose(order.report(on: order.read(), serial: serial), host: issuer.host)
    }
    return try issuer.registry.issue(
      order.request(for: composed.report), log: issuer.log,
      sign: { status in try watch.excluding { try order.token(for: composed, status: status) } },
      finish: { (result: $0, files: [FileRecord(format: "pdf", sha256: Array(repeating: 0, count: 32))]) })
  }

  private func median(_ body: (inout Stopwatch) throws -> Void) throws -> Double? {
    for _ in 0..<5 {
      var watch = Stopwatch()
      try body(&watch)
    }
    var times: [Double] = []
    let end = Clock.now(CLOCK_MONOTONIC) + seconds
    while times.count < runs, Clock.now(CLOCK_MONOTONIC) < end {
      var watch = Stopwatch()
      try body(&watch)
      times.append(watch.microseconds)
    }
    return times.isEmpty ? nil : times.sorted()[times.count / 2]
  }
}
