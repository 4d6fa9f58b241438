import ArgumentParser
import Installation
import Records
import ReportKinds
import Reports
import Templates

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Check and preview templates.",
    subcommands: [CheckTemplate.self, PreviewTemplate.self])

  struct CheckTemplate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a template: every mistake with file, line and column.",
      discussion: """
        Warns where a no-violation report could say that nothing was found without asking whether that is so, or leave out \
        the records that fit no domain, and where a report would have no verification code.
        """)

    @Argument(help: "The template (YAML).")
    var template: String

    @Flag(help: "Treat every warning as an error.")
    var strict = false

    @OptionGroup var installation: InstallationOptions

    func run() throws {
      let catalogue = try Catalogue.load(directory: try installation.findResources().catalogue)
      let compiled = try Template(path: template, catalogue: catalogue)
      if strict, !compiled.warnings.isEmpty { throw TemplateError(compiled.warnings) }
      for warning in compiled.warnings { Console.error("\(warning.location): warning: \(warning.message)") }
      print("\(template): no mistakes; for \(compiled.report.rawValue) reports")
    }
  }
}
