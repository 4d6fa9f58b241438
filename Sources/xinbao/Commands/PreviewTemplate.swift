import ArgumentParser
import Attestation
import DurableFiles
import Foundation
import Installation
import Issuing
import Records
import Rendering
import ReportKinds
import ReportTokens
import Reports
import Templates
import Typeface
import Typesetting

struct PreviewTemplate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Set a template with sample data, as a PDF or as pictures of its pages.",
    discussion: """
      The preview is marked 样张 and signed with a key that is thrown away, so that no verifier takes it for a report. \
      PNG pictures are made by pdftoppm (Debian's poppler-utils).
      """)

  @Argument(help: "The template (YAML).")
  var template: String

  @Option(name: .shortAndLong, help: "A .pdf, or a .png: page 1 of 6 is then NAME-1.png.")
  var output: String

  @Option(help: "The credit file to fill in, instead of the sample of the template's kind of report.")
  var data: String?

  @Option(help: "Edition of the report standard.")
  var edition: String?

  @Option(help: "Dots per inch of pictures.")
  var resolution = 150

  @Flag(
    help: "Go on, and set it again whenever the template, a part, the catalogue or the data change; Ctrl-C ends it.")
  var watch = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var installation: InstallationOptions

  func validate() throws {
    let formats = DocumentFormats.known
    guard isPicture || formats.format(ofFileNamed: output) != nil else {
      throw ValidationError("-o takes a name that ends in \(formats.extensions) or .png, not `\(output)`")
    }
    guard (20...1200).contains(resolution) else { throw ValidationError("--resolution takes 20 to 1200") }
  }

  func run() throws {
    let resources = try installation.findResources()
    let home = try installation.openHome()
    let fonts = try installation.openFonts(resources, home)
    var pictures = PagePictures(output: output, resolution: resolution)
    var files = WatchedFiles()
    guard watch else { return try set(resources, home, fonts, &pictures, &files) }

    try Interruption.hold()
    repeat {
      do { try set(resources, home, fonts, &pictures, &files) } catch {
        for message in messages(of: error) { Console.error("error: \(message)") }
      }
      var changed: [String] = []
      while changed.isEmpty {
        if Interruption.came(withinMilliseconds: 300) { return }
        changed = files.changed()
      }
      Console.line("changed: \(changed.joined(separator: ", "))")
    } while true
  }

  /// The example of the kind; for a kind that has none, that of the public report on the same subjects.
  private static func example(for kind: ReportKind, in folder: String) -> String {
    let own = "\(folder)/\(kind.name).json"
    if FileManager.default.fileExists(atPath: own) { return own }
    return "\(folder)/\(ReportKind(publicReportOf: kind.standard).name).json"
  }

  /// Pictures are drawn from a file in the standard format.
  private var isPicture: Bool { output.lowercased().hasSuffix(".png") }

  private func set(
    _ resources: Resources, _ home: Home, _ fonts: FontSet, _ pictures: inout PagePictures, _ files: inout WatchedFiles
  ) throws {
    let clock = ContinuousClock()
    let start = clock.now
    files.note(folder: resources.catalogue)
    files.note(template)
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let compiled = try compile(catalogue, &files)
    let path = data ?? Self.example(for: compiled.report, in: resources.path + "/examples")
    files.note(path)
    let read = try reading.read(path, catalogue)
    for warning in read.warnings { Console.error("\(warning)") }
    let report = try SampleReport(catalogue: catalogue, configuration: home.configuration, edition: edition)
      .report(compiled.report, on: read.file)
    let press = Press(
      template: compiled, fonts: fonts,
      format: DocumentFormats.known.format(ofFileNamed: output) ?? DocumentFormats.known.standard)
    let sample = try press.sample(of: report, host: home.configuration.host, catalogueVersion: catalogue.version)
    for missing in sample.missing {
      Console.error("warning: no font has U+\(String(missing.scalar.value, radix: 16, uppercase: true))")
    }
    if isPicture { try pictures.write(sample.file) } else { try writeAtomically(sample.file, to: output) }
    let taken = (clock.now - start) / .milliseconds(1)
    Console.line("\(output): \(sample.pages) pages\(watch ? " in \(Int(taken.rounded())) ms" : "")")
  }

  /// Notes the parts as they are requested, including missing ones: a preview that failed because a part was missing is
  /// made again when the part appears.
  private func compile(_ catalogue: Catalogue, _ files: inout WatchedFiles) throws(TemplateError) -> Template {
    let text = try Template.contents(of: template)
    let parts = PartNames()
    defer { for path in parts.paths { files.note(path) } }
    return try Template(text: text, name: template, catalogue: catalogue) { path throws(TemplateError) in
      parts.paths.append(path)
      return try Template.contents(of: path)
    }
  }
}

/// Filled while a template is compiled.
private final class PartNames {
  var paths: [String] = []
}
