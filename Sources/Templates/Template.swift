public import Blocks
import Foundation
public import Records
public import ReportKinds
public import Reports

/// A checked and compiled template: applies to any number of reports, from any number of tasks.
public struct Template: Sendable {
  private let program: DocumentProgram

  /// The file's name without folder and extension: `enterprise`.
  public let name: String
  /// SHA-256 over everything that determines what the template makes from a report: its own text and those of the parts
  /// that it includes, each preceded by its length (8 bytes, big endian), in the order in which they are first read;
  /// then, if one of them mentions masks, the masks of the catalogue.
  public let digest: [UInt8]

  /// The kind of report that the template declares.
  public var report: Report.Kind { program.report }

  /// What the template could do that no report should: state without checking that nothing was found, leave out the
  /// records without a certain domain, or have no verification code.
  public var warnings: [TemplateError.Mistake] { program.warnings }

  /// Reads and compiles a template file and the parts that it includes.
  /// - Parameters:
  ///   - catalogue: if given, keys of the catalogue that the template compares with are checked.
  ///   - shape: of data other than a report's; naming anything outside it is a mistake.
  /// - Throws: all mistakes that were found, each with file, line and column.
  public init(path: String, catalogue: Catalogue? = nil, shape: DataShape? = nil) throws(TemplateError) {
    try self.init(
      text: Self.contents(of: path), name: path, catalogue: catalogue, shape: shape, parts: Self.contents)
  }

  /// Compiles a template from its text.
  /// - Parameters:
  ///   - name: the name of the file, for messages.
  ///   - parts: returns the text of an included file, by its path relative to `name`.
  public init(
    text: String, name: String, catalogue: Catalogue? = nil, shape: DataShape? = nil,
    parts: @escaping (String) throws(TemplateError) -> String = Template.noParts
  ) throws(TemplateError) {
    var texts: [String] = []
    program = try Compiler.program(
      file: name, text: text, catalogue: catalogue, shape: shape, read: parts, texts: &texts)
    digest = templateDigest(texts, masks: catalogue?.masks ?? [])
    let file = name.split(separator: "/").last ?? ""
    self.name = String(file.hasSuffix(".yaml") ? file.dropLast(5) : file)
  }

  /// For templates that include nothing.
  public static func noParts(_ path: String) throws(TemplateError) -> String {
    throw unreadable(path, "there is no such file")
  }

  /// The document that the template makes from a report.
  /// - Throws: if the report is of another kind than the template's.
  public func document(for report: Report) throws(TemplateError) -> Document {
    guard report.kind == self.report else {
      throw TemplateError(
        program.reportLocation,
        "this template is for `\(self.report.rawValue)` reports, and the report is `\(report.kind.rawValue)`; "
          + "choose a template that says `report: \(report.kind.rawValue)`")
    }
    return try document(for: report.data)
  }

  /// The document that the template makes from data.
  /// - Throws: if the data lack the shape that the template was compiled for, with the position that needs it.
  public func document(for data: DataValue) throws(TemplateError) -> Document {
    try program.document(for: data)
  }

  /// Line 0: there is no text in which the mistake could be.
  private static func unreadable(_ path: String, _ problem: String) -> TemplateError {
    TemplateError(TemplateLocation(file: path, line: 0, column: 0), problem)
  }

  /// The text of a template file or a part.
  public static func contents(of path: String) throws(TemplateError) -> String {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw unreadable(path, "there is no such file")
    }
    guard !isDirectory.boolValue else { throw unreadable(path, "is a folder, not a template") }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw unreadable(path, "cannot be read; check its permissions")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw unreadable(path, "is not UTF-8 text")
    }
    return text
  }
}
