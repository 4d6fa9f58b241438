import BlockingWork
import CivilTime
import FileFormats
import Foundation
import Importing
public import Installation
import Issuing
public import Records
public import Registry
import Rendering
public import SelfPrinting
public import Typeface

extension PrintSettings {
  /// What issues reports to people who log in.
  /// - Parameter fonts: of the reports.
  public func backend(
    _ home: Home, _ registry: Registry, _ resources: Resources, _ catalogue: Catalogue, fonts: FontSet,
    files: any CreditFileSource
  ) throws -> HomeBackend {
    // Making reports is limited by processors: more threads than processors would only be slower.
    let pool = BlockingPool(threads: ProcessInfo.processInfo.activeProcessorCount)
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue).printing(with: fonts)
    let folder = try PrintFolder(
      path: prints ?? home.path + "/prints", keep: Int64(home.configuration.validityDays) * 86_400,
      extensions: office.formats.all.map(\.fileExtension))
    return try HomeBackend(
      office: office, questions: try QuestionForm.load(file: resources.selfPrintForm, catalogue: catalogue),
      objectionRules: try ObjectionRules.load(file: resources.objectionRules),
      calendar: try WorkingCalendar(
        yaml: try String(contentsOfFile: resources.holidays, encoding: .utf8), file: resources.holidays),
      registry: registry, files: files, prints: folder, turns: turns, pool: pool, now: { .now() })
  }
}

extension SelfPrintSettings {
  /// What `--credit-files` says for what was gathered at the home.
  private static let gathered = "store"

  /// Where the credit files are.
  public func source(_ home: Home, _ catalogue: Catalogue) throws -> any CreditFileSource {
    if creditFiles == Self.gathered {
      return StoreSource { try home.openGathering(catalogue: catalogue, makes: false) }
    }
    return creditFiles.hasPrefix("postgres://") || creditFiles.hasPrefix("postgresql://")
      ? try TableSource(url: creditFiles) : try DirectorySource(path: creditFiles)
  }
}
