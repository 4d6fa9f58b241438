import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

/// The catalogue that ships, and the rules of this module that name its keys.
@Suite struct TemplateCatalogueTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue.load(directory: Self.root.appending(path: "templates/catalogue").path)
  }

  @Test func everyEditionCanBeBuiltAndHasAPlaceForEveryCategory() throws {
    for edition in catalogue.editions {
      _ = try ReportBuilder(
        catalogue: catalogue, report: .init(publicReportOf: edition.kind), edition: edition.naming.key)
      let placed = edition.sections.flatMap { section -> [String] in
        if case .records(let keys) = section.content { keys } else { [] }
      }
      let left = Set(catalogue.categories.map(\.naming.key)).subtracting(placed)
      #expect(left.isEmpty, "edition \(edition.naming.key) \(edition.kind)")
    }
  }

  @Test func everyCategoryHasTheFieldsByWhichRecordsAreLeftOut() throws {
    for category in catalogue.categories {
      let type = try #require(category.field(CatalogueKeys.publicityType))
      #expect(type.choices.contains { $0.key == CatalogueKeys.publicType })
      let repair = try #require(category.field(CatalogueKeys.repairStatus))
      #expect(repair.choices.contains { $0.key == CatalogueKeys.repaired })
      #expect(category.field(CatalogueKeys.publicityEnd)?.kind == .date)
      #expect(category.field(CatalogueKeys.repairedOn)?.kind == .date)
      let severity = try #require(category.field(CatalogueKeys.severity))
      #expect(severity.choices.map(\.key) == ["minor", "general", "serious"])
    }
    for rule in catalogue.publicityRules {
      #expect(rule.maximumMonths.keys.sorted() == ["general", "minor", "serious"])
    }
  }

  @Test func penaltiesAndJudgmentsHaveTheFieldsThatProfilesGoBy() throws {
    let penalty = try #require(catalogue.categories.first { $0.naming.key == "penalty" })
    for key in [
      CatalogueKeys.penaltyKind, CatalogueKeys.penaltyContent, CatalogueKeys.revokedCertificates,
      CatalogueKeys.counterpartKind,
    ] { #expect(penalty.field(key)?.kind == .text, "\(key)") }
    for key in [CatalogueKeys.fine, CatalogueKeys.confiscation] { #expect(penalty.field(key)?.kind == .money) }
    let procedures = try #require(penalty.field(CatalogueKeys.procedure)).choices
    #expect(procedures.contains { $0.key == CatalogueKeys.simplified })
    let rules = try #require(catalogue.judgmentRules)
    let judgment = try #require(catalogue.categories.first { $0.naming.key == rules.category })
    for key in [CatalogueKeys.caseNumber, CatalogueKeys.cause, CatalogueKeys.judgmentResult] {
      #expect(judgment.field(key)?.kind == .text, "\(key)")
    }
    #expect(judgment.field(CatalogueKeys.caseKind)?.choices.contains { $0.key == CatalogueKeys.civil } == true)
    let roles = try #require(judgment.field(CatalogueKeys.role)).choices.map(\.key)
    #expect(Set(roles).isSuperset(of: [CatalogueKeys.plaintiff, CatalogueKeys.defendant, CatalogueKeys.thirdParty]))
    #expect(catalogue.subjectKinds.contains { $0.naming.key == CatalogueKeys.individualBusiness })
  }

  @Test func statusLabelsGoByCategoriesAndFieldsThatAreThere() throws {
    for rule in catalogue.statusLabels.listings {
      let categories = catalogue.categories.filter { rule.categories.contains($0.naming.key) }
      #expect(categories.count == rule.categories.count)
      for key in rule.endDates + rule.cancellations {
        #expect(categories.contains { $0.field(key) != nil }, "\(rule.label): \(key)")
      }
    }
    for kind in catalogue.subjectKinds where !kind.isPerson {
      #expect(kind.fields.contains { $0.naming.key == CatalogueKeys.registrationStatus }, "\(kind.naming.key)")
    }
  }
}
