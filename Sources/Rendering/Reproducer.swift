import Foundation
import Hexadecimal
import Reports
import Templates
public import Typeface

/// Makes reports again from their attached data, as their issuer must have made them: this tells whether the pages of a
/// file match its data (verification.md §4, 5).
///
/// A value for any number of tasks.
public struct Reproducer: Sendable {
  private let templates: TemplateVersions
  private let fonts: FontSet

  public init(templates: TemplateVersions, fonts: FontSet) { (self.templates, self.fonts) = (templates, fonts) }

  /// The file that belongs to canonical data and evidence, up to its signature.
  /// - Parameters:
  ///   - format: format of the file that this one is compared with.
  ///   - signatureRoom: bytes that file reserves for the signature.
  ///   - evidence: returns the evidence for the pages once they are set, as at issue; refuses pages that do not match.
  /// - Throws: `ReproductionError` if data or template forbid it; what `evidence` throws; errors of template,
  ///   typesetting and format, which only data that no issuer made can cause.
  public func file(
    canonicalData: [UInt8], format: any DocumentFormat, signatureRoom: Int,
    evidence: (ComposedReport) throws -> Evidence
  ) throws -> [UInt8] {
    let report = try Self.report(canonicalData)
    let rendering = try rendering(of: report, in: format)
    guard let template = templates.template(named: rendering.template, digest: rendering.templateDigest) else {
      throw ReproductionError.templateNotAtHand(
        name: rendering.template, digest: hexadecimal(rendering.templateDigest))
    }
    let press = Press(template: template, fonts: fonts, format: format)
    let composed = try press.compose(report, host: rendering.host)
    return try press.print(composed, around: evidence(composed), signatureRoom: signatureRoom).bytes
  }

  /// Unreadable data are either damaged, or another engine's, which has other members. The engine that the data name,
  /// if they are JSON at all, tells which.
  private static func report(_ data: [UInt8]) throws(ReproductionError) -> Report {
    do throws(CanonicalDataError) { return try Report(canonicalData: data) } catch {
      guard let stamp = try? JSONDecoder().decode(EngineStamp.self, from: Data(data)) else { throw .data(error) }
      guard let rendering = stamp.rendering else { throw .notPrinted }
      guard rendering.engine != Press.engine || !Report.readableVersions.contains(stamp.version) else {
        throw .data(error)
      }
      throw .engine(rendering.engine)
    }
  }

  /// What data of every version say about their engine.
  private struct EngineStamp: Decodable {
    struct Rendering: Decodable { var engine: Int }
    var version: Int
    var rendering: Rendering?
  }

  /// Checks that engine, libraries and fonts are the same as at issue.
  private func rendering(
    of report: Report, in format: any DocumentFormat
  ) throws(ReproductionError) -> Report.Rendering {
    guard let rendering = report.rendering else { throw .notPrinted }
    guard rendering.engine == Press.engine else { throw .engine(rendering.engine) }
    let libraries = Press.libraries(of: format)
    guard rendering.libraries == libraries else { throw .libraries(rendering.libraries ?? "", here: libraries) }
    guard rendering.fontsDigest == fonts.digest else { throw .fontsDiffer }
    return rendering
  }
}
