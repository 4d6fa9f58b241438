public import Attestation
import Foundation
import Hexadecimal
import PDF
public import Records
public import Reports
public import Templates
public import Typeface

/// Makes reports again from the data that are attached to them, as their issuer must have made them: for telling whether
/// the pages of a file say what its data say (verification.md §4, 5).
///
/// It holds every version of every template that is at hand. A value without state of its own, for any number of tasks.
public struct RenderAgain: Sendable {
  private let templates: [Template]
  private let fonts: FontSet

  public init(templates: [Template], fonts: FontSet) { (self.templates, self.fonts) = (templates, fonts) }

  /// The templates of some folders: that of the program, and those in which older versions are kept, each with the parts
  /// that it includes beside it.
  ///
  /// What does not compile is left out: a report that was made by it is then not made again.
  /// - Parameter catalogue: an older template that speaks of what the catalogue no longer has is taken unchecked.
  public static func templates(in folders: [String], catalogue: Catalogue) -> [Template] {
    folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.sorted().filter { $0.hasSuffix(".yaml") }.compactMap { name in
        let path = "\(folder)/\(name)"
        return (try? Template(path: path, catalogue: catalogue)) ?? (try? Template(path: path))
      }
    }
  }

  /// The file that belongs to canonical data, token and proof, up to its PDF signature.
  /// - Parameters:
  ///   - proof: the attached text of the log proof.
  ///   - signatureRoom: bytes kept free for the signature in the file that this one is compared with.
  /// - Throws: `RenderAgainError` where data or template forbid it; `IssuingError.tokenDiffers` for a token of another
  ///   report; errors of template and typesetting, which only data that no issuer made can cause.
  public func pdf(canonicalData: [UInt8], token: Token, proof: [UInt8], signatureRoom: Int) throws -> [UInt8] {
    let report = try Self.report(canonicalData)
    let rendering = try rendering(of: report)
    guard let template = template(of: rendering) else {
      throw RenderAgainError.templateNotAtHand(
        name: rendering.template, digest: hexadecimal(rendering.templateDigest))
    }
    guard let proof = String(validating: proof, as: UTF8.self) else { throw RenderAgainError.proof }
    // Which catalogue numbered the domains, only the token says.
    let press = Press(
      catalogueVersion: try ReceivedToken(token).claims.catalogueVersion, template: template, fonts: fonts)
    let composed = try press.compose(report, host: rendering.host)
    try composed.mustMatch(token)
    return try press.print(composed, seal: .init(token: token, proof: proof, signatureRoom: signatureRoom)).pdf.bytes
  }

  /// Data that cannot be read are damaged, or another engine's, which has other members; which of them, their own word
  /// for their engine tells, as far as they are JSON at all.
  private static func report(_ data: [UInt8]) throws(RenderAgainError) -> Report {
    do throws(CanonicalDataError) { return try Report(canonicalData: data) } catch {
      guard let stamp = try? JSONDecoder().decode(EngineStamp.self, from: Data(data)) else { throw .data(error) }
      guard let rendering = stamp.rendering else { throw .notPrinted }
      guard rendering.engine != Press.engine || stamp.version != Report.canonicalVersion else { throw .data(error) }
      throw .engine(rendering.engine)
    }
  }

  /// What data of every version say of their engine.
  private struct EngineStamp: Decodable {
    struct Rendering: Decodable { var engine: Int }
    var version: Int
    var rendering: Rendering?
  }

  /// Checks what has to be the same as it was.
  private func rendering(of report: Report) throws(RenderAgainError) -> Report.Rendering {
    guard let rendering = report.rendering else { throw .notPrinted }
    guard rendering.engine == Press.engine else { throw .engine(rendering.engine) }
    guard rendering.libraries == Press.libraries else { throw .libraries(rendering.libraries ?? "") }
    guard rendering.fontsDigest == fonts.digest else { throw .fontsDiffer }
    return rendering
  }

  private func template(of rendering: Report.Rendering) -> Template? {
    templates.first { $0.digest == rendering.templateDigest && $0.name == rendering.template }
  }
}

/// Why a report cannot be made again here. Some of it speaks against the file: `isDamage`.
public enum RenderAgainError: Error, Sendable, Equatable, CustomStringConvertible {
  case data(CanonicalDataError)
  /// The log proof is no text.
  case proof
  /// The data do not say by what the pages were made.
  case notPrinted
  /// Pages were made by another version of the program's typesetting.
  case engine(Int)
  /// With other versions of the libraries than here.
  case libraries(String)
  case templateNotAtHand(name: String, digest: String)
  case fontsDiffer

  /// Whether it speaks against the file.
  public var isDamage: Bool {
    switch self {
    case .data, .proof: true
    case .notPrinted, .engine, .libraries, .templateNotAtHand, .fontsDiffer: false
    }
  }

  public var description: String {
    switch self {
    case .data(let error): "\(error)"
    case .proof: "the attached log proof is not text"
    case .notPrinted: "the report's data do not say by which template its pages were made"
    case .engine(let version):
      "the report was set by version \(version) of the typesetting, this program has \(Press.engine); use the program "
        + "of that version"
    case .libraries(let names):
      "the report was made with \(names), this program has \(Press.libraries); use a machine with those versions"
    case .templateNotAtHand(let name, let digest):
      "the template \(name) with SHA-256 \(digest) is not at hand; put it, with its parts, into a folder of older "
        + "templates"
    case .fontsDiffer: "the report was set with other fonts than are installed here; install those of the issuer"
    }
  }
}
