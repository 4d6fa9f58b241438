import ArgumentParser
import Attestation
import Foundation
import Issuing
import Records
import Reports
import Templates
import Typesetting

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Check and preview templates.", subcommands: [CheckTemplate.self, Preview.self])

  struct CheckTemplate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a template: every mistake with file, line and column.")

    @Argument(help: "The template (YAML).")
    var template: String

    @OptionGroup var places: PlaceOptions

    func run() throws {
      let catalogue = try Catalogue.load(directory: try places.findResources().catalogue)
      _ = try Template(path: template, catalogue: catalogue)
      print("\(template): no mistakes")
    }
  }

  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set a template with sample data, as a PDF or as pictures of its pages.",
      discussion: """
        The preview is marked 样张 and signed with a key that is thrown away, so that no verifier takes it for a report. \
        PNG pictures are made by pdftoppm (Debian's poppler-utils).
        """)

    @Argument(help: "The template (YAML).")
    var template: String

    @Option(name: .shortAndLong, help: "A .pdf, or a .png: page 1 of 6 is then NAME-1.png.")
    var output: String

    @Option(help: "The credit file to fill in, instead of the sample.")
    var data: String?

    @Option(help: "Edition of the report standard.")
    var edition: String?

    @Option(help: "Dots per inch of pictures.")
    var resolution = 150

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
      guard [".pdf", ".png"].contains(where: output.lowercased().hasSuffix) else {
        throw ValidationError("-o takes a name that ends in .pdf or .png, not `\(output)`")
      }
      guard (20...1200).contains(resolution) else { throw ValidationError("--resolution takes 20 to 1200") }
    }

    func run() throws {
      let resources = try places.findResources()
      let catalogue = try Catalogue.load(directory: resources.catalogue)
      let compiled = try Template(path: template, catalogue: catalogue)
      let read = try reading.read(data ?? resources.path + "/examples/enterprise.json", catalogue)
      for warning in read.warnings { Console.error("\(warning)") }
      let home = try places.openHome()
      let builder = try ReportBuilder(catalogue: catalogue, edition: edition ?? home.configuration.edition)
      let press = Press(
        catalogueVersion: catalogue.version, template: compiled, fonts: try places.openFonts(resources, home))
      let report = try builder.report(
        on: read.file,
        identity: Report.Identity(
          number: ReportNumber(at: read.file.asOf, random: 0), issuedAt: read.file.asOf, issuer: "样张（不具证明作用）",
          salt: [UInt8](repeating: 0, count: 16)))
      let printed = try press.print(
        report,
        seal: .init(source: .key(SigningKey()), host: home.configuration.host, validityDays: 1, statusIndex: 0))
      for missing in printed.missing {
        Console.error("warning: no font has U+\(String(missing.scalar.value, radix: 16, uppercase: true))")
      }
      if output.lowercased().hasSuffix(".pdf") {
        try writeAtomically(printed.pdf, to: output)
      } else {
        try writePictures(printed.pdf)
      }
      print("\(output): \(printed.pageCount) pages")
    }

    /// `pdftoppm` draws the pages: the same eyes that the checks look with.
    private func writePictures(_ pdf: [UInt8]) throws {
      let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("xinbao-\(UUID().uuidString).pdf")
        .path
      try writeAtomically(pdf, to: scratch)
      defer { try? FileManager.default.removeItem(atPath: scratch) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["pdftoppm", "-r", "\(resolution)", "-png", scratch, String(output.dropLast(4))]
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw IssuingError.write(
          path: output, problem: "pdftoppm failed; install it with apt-get install poppler-utils")
      }
    }
  }
}
