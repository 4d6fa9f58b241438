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
  public let domainNames: DomainNames
  /// The formats in which files are made again.
  public let formats: DocumentFormats
  private let reproducer: Reproducer

  /// - Parameters:
  ///   - templates: folders of templates: the newest first, then those with older versions.
  ///   - catalogue: folder of the catalogue.
  public init(templates: [String], catalogue: String, fonts: FontSet, formats: DocumentFormats = .known) throws {
    self.formats = formats
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
