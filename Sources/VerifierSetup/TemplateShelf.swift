import CivilTime
import Foundation
public import Installation
import OfflineVerification
import Records
public import Rendering
import ReportTokens
import Templates
public import Typeface
public import Verifying

/// Templates, catalogue and fonts, with which a verifier names domains and makes pages again.
public struct TemplateShelf: Sendable {
  /// The names of the bits of a token's masks.
  public let tokenNames: TokenNames
  /// The formats in which files are made again.
  public let formats: DocumentFormats
  private let reproducer: Reproducer

  /// - Parameter templates: the folder of templates, with `catalogue` and `earlier` in it.
  public init(templates: String, fonts: FontSet, formats: DocumentFormats = .known) throws {
    self.formats = formats
    let catalogue = try Catalogue.load(directory: templates + "/catalogue")
    tokenNames = TokenNames(of: catalogue)
    reproducer = Reproducer(
      templates: TemplateVersions(in: Self.versions(in: templates), catalogue: catalogue), fonts: fonts)
  }

  /// The folders with a version of the templates each: the newest, `earlier`, and those that it has in folders named after
  /// the day on which a version ended.
  private static func versions(in templates: String) -> [String] {
    let earlier = templates + "/earlier"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: earlier)) ?? []
    let days = names.filter { CalendarDate(text: $0) != nil }.sorted(by: >)
    return [templates] + days.map { "\(earlier)/\($0)" } + [earlier]
  }

  /// The templates of the program itself.
  public init(_ resources: Resources, fonts: FontSet) throws {
    try self.init(templates: resources.path + "/templates", fonts: fonts)
  }

  public var reproduce: Reproduce {
    { [reproducer, formats] order throws(ReproductionFailure) in
      guard let format = formats.format(named: order.format) else { throw .noReproducer }
      do {
        return try reproducer.file(
          canonicalData: order.canonicalData, token: order.token, proof: order.proof, format: format,
          signatureRoom: order.signatureRoom)
      } catch {
        guard let reason = error as? ReproductionError, !reason.isDamage else { throw .damaged("\(error)") }
        throw .notAtHand("\(reason)")
      }
    }
  }
}
