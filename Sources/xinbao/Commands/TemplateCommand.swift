import ArgumentParser
import Issuing
import Records
import Reports
import Templates

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Check and preview templates.",
    subcommands: [CheckTemplate.self, PreviewTemplate.self])

  struct CheckTemplate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a template: every mistake with file, line and column.")

    @Argument(help: "The template (YAML).")
    var template: String

    @OptionGroup var places: PlaceOptions

    func run() throws {
      let catalogue = try Catalogue.load(directory: try places.findResources().catalogue)
      let compiled = try Template(path: template, catalogue: catalogue)
      print("\(template): no mistakes; for \(compiled.report.rawValue) reports")
    }
  }
}
