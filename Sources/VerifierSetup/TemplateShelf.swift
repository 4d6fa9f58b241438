import Foundation
public import Installation
import OfflineVerification
import PDFReports
import Records
import Rendering
import ReportTokens
import Templates
public import Typeface
public import Verifying

/// Templates, catalogue and fonts, with which a verifier names domains and makes pages again.
public struct TemplateShelf: Sendable {
  /// The names of the bits of a token's masks.
  public let domainNames: DomainNames
  private let reproducer: Reproducer

  /// - Parameters:
  ///   - templates: folders of templates: the newest first, then those with older versions.
  ///   - catalogue: folder of the catalogue.
  public init(templates: [String], catalogue: String, fonts: FontSet) throws {
    let catalogue = try Catalogue.load(directory: catalogue)
    domainNames = DomainNames(of: catalogue)
    reproducer = Reproducer(templates: Reproducer.templates(in: templates, catalogue: catalogue), fonts: fonts)
  }

  /// The templates of the program itself.
  public init(_ resources: Resources, fonts: FontSet) throws {
    try self.init(
      templates: [resources.path + "/templates", resources.path + "/templates/earlier"], catalogue: resources.catalogue,
      fonts: fonts)
  }

  public var reproduce: Reproduce {
    { [reproducer] data, token, proof, room throws(ReproductionFailure) in
      do {
        return try reproducer.file(
          canonicalData: data, token: token, proof: proof, format: PDFFormat(), signatureRoom: room)
      } catch {
        guard let reason = error as? ReproductionError, !reason.isDamage else { throw .damaged("\(error)") }
        throw .notAtHand("\(reason)")
      }
    }
  }
}
