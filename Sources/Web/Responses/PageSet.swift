public import ErrorCauses
import Foundation
import Mustache

/// The page templates and the files that they use: one folder, read and compiled once.
public struct PageSet: Sendable {
  struct Asset: Sendable {
    var contentType: String
    var bytes: [UInt8]
  }
  /// The template used by `SiteEnvironment.page(_: ServiceError, …)`.
  static let message = "message"
  /// The layout of every page.
  private static let layout = "layout"

  private let library: MustacheLibrary
  private let assets: [String: Asset]
  private let files: [String: [UInt8]]

  /// The files of the folder that browsers may fetch; nothing else in it is served.
  private static let assetTypes = [
    "style.css": "text/css; charset=utf-8", "script.js": "text/javascript; charset=utf-8",
    "self.js": "text/javascript; charset=utf-8", "stack.js": "text/javascript; charset=utf-8",
    "emblem.svg": "image/svg+xml",
  ]

  /// - Parameters:
  ///   - directory: `templates/web` of the resources.
  ///   - sites: those whose templates and files are loaded, whether or not they are served.
  /// - Throws: `PageSetError`.
  public init(directory: String, for sites: [any Site.Type]) async throws {
    do { library = try await MustacheLibrary(directory: directory) } catch let error as MustacheLibrary.ParserError {
      throw PageSetError(
        location: "\(directory)/\(error.filename):\(error.context.lineNumber):\(error.context.columnNumber)",
        problem: "\(error.error)")
    }
    let resources = sites.map { $0.resources }
    for name in resources.flatMap(\.templates) + [Self.message, Self.layout]
    where library.getTemplate(named: name) == nil {
      throw PageSetError(location: "\(directory)/\(name).mustache", problem: "is missing or cannot be read")
    }
    func read(_ name: String) throws -> [UInt8] {
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
        throw PageSetError(location: "\(directory)/\(name)", problem: "is missing or cannot be read")
      }
      return Array(data)
    }
    assets = try Dictionary(
      uniqueKeysWithValues: Self.assetTypes.map { ($0, Asset(contentType: $1, bytes: try read($0))) })
    files = try Dictionary(
      resources.flatMap(\.files).map { ($0, try read($0)) }, uniquingKeysWith: { one, _ in one })
  }

  subscript(asset name: String) -> Asset? { assets[name] }

  /// - Parameter name: one of the files that a site named.
  public subscript(file name: String) -> [UInt8] {
    guard let bytes = files[name] else { preconditionFailure("no site named the file \(name)") }
    return bytes
  }

  /// - Parameters:
  ///   - template: one of the templates that a site named.
  ///   - values: for the names in the template, which escapes text.
  func render(_ template: String, _ values: [String: Any]) -> String {
    guard let html = library.render(values, withTemplate: template) else {
      preconditionFailure("no site named the template \(template)")
    }
    return html
  }
}

public struct PageSetError: ClassifiedError, Sendable, CustomStringConvertible {
  var location: String
  var problem: String
  public var cause: ErrorCause { .environment }
  public var remedy: Remedy? { .resources }
  public var description: String { "\(location): \(problem)" }
}
