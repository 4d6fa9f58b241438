public import Blocks
import Foundation

/// A template, checked and compiled: applied to any number of reports, from any number of tasks.
public struct Template: Sendable {
  private let program: DocumentProgram

  /// Reads and compiles a template file and the parts that it includes.
  /// - Parameter shape: what the data look like that it will be applied to; what the template names beyond is a mistake.
  /// - Throws: every mistake that was found, each with file, line and column.
  public init(path: String, shape: DataShape = .report()) throws(TemplateError) {
    try self.init(text: Self.contents(of: path), name: path, shape: shape, parts: Self.contents)
  }

  /// Compiles a template from its text.
  /// - Parameters:
  ///   - name: of the file, for messages.
  ///   - parts: gives the text of a file that the template includes, by its path beside `name`.
  public init(
    text: String, name: String, shape: DataShape = .report(),
    parts: @escaping (String) throws(TemplateError) -> String = Template.noParts
  ) throws(TemplateError) {
    program = try Compiler.program(file: name, text: text, shape: shape, read: parts)
  }

  /// For templates that include nothing.
  public static func noParts(_ path: String) throws(TemplateError) -> String {
    throw unreadable(path, "there is no such file")
  }

  /// What the template makes of some data.
  /// - Throws: data that are not of the shape that the template was compiled for: the place that asks for them.
  public func document(for data: DataValue) throws(TemplateError) -> Document {
    try program.document(for: data)
  }

  /// Line 0: the file has no text in which the mistake could be.
  private static func unreadable(_ path: String, _ problem: String) -> TemplateError {
    TemplateError(TemplatePlace(file: path, line: 0, column: 0), problem)
  }

  private static func contents(of path: String) throws(TemplateError) -> String {
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
