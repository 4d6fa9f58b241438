import Attestation
import Foundation
public import Issuing
import OfflineVerification
import Records
import Templates
public import Typeface
public import Verifying

/// Templates, catalogue and fonts, by which a verifier names domains and makes pages anew.
public struct TemplateShelf: Sendable {
  /// What the bits of a token's masks are called.
  public let domainNames: DomainNames
  private let again: RenderAgain

  /// - Parameters:
  ///   - templates: folders of templates: the newest first, then those in which older versions are kept.
  ///   - catalogue: folder of the catalogue.
  public init(templates: [String], catalogue: String, fonts: FontSet) throws {
    let catalogue = try Catalogue.load(directory: catalogue)
    domainNames = DomainNames(of: catalogue)
    again = RenderAgain(templates: RenderAgain.templates(in: templates, catalogue: catalogue), fonts: fonts)
  }

  /// Of the program itself.
  public init(_ resources: Resources, fonts: FontSet) throws {
    try self.init(
      templates: [resources.path + "/templates", resources.path + "/templates/earlier"], catalogue: resources.catalogue,
      fonts: fonts)
  }

  public var reproduce: Reproduce {
    { [again] data, token, proof, room throws(ReproductionFailure) in
      do { return try again.pdf(canonicalData: data, token: token.token, proof: proof, signatureRoom: room) } catch {
        guard let reason = error as? RenderAgainError, !reason.isDamage else { throw .damaged("\(error)") }
        throw .notAtHand("\(reason)")
      }
    }
  }
}
