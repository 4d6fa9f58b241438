import Foundation
import Mustache

/// The templates of the pages and the files that they use: one folder of data, read and compiled once.
public struct PageSet: Sendable {
  struct Asset: Sendable {
    var contentType: String
    var bytes: [UInt8]
  }
  enum Page: String, CaseIterable {
    case start, challenge, result, receipt, message, help
    case selfLogin = "self-login"
    case selfDemo = "self-demo"
    case selfStart = "self-start"
    case selfConfirm = "self-confirm"
    case selfReport = "self-report"
    case selfHistory = "self-history"
    case selfTurn = "self-turn"
  }

  private let library: MustacheLibrary
  private let assets: [String: Asset]
  /// The OpenAPI document.
  let interface: [UInt8]

  /// Files of the folder that browsers may fetch; nothing else in it is served.
  private static let assetTypes = [
    "style.css": "text/css; charset=utf-8", "script.js": "text/javascript; charset=utf-8",
    "emblem.svg": "image/svg+xml",
  ]

  /// - Parameter directory: `templates/web` of the resources.
  /// - Throws: `PageSetError`.
  public init(directory: String) async throws {
    do { library = try await MustacheLibrary(directory: directory) } catch let error as MustacheLibrary.ParserError {
      throw PageSetError(
        place: "\(directory)/\(error.filename):\(error.context.lineNumber):\(error.context.columnNumber)",
        problem: "\(error.error)")
    }
    for name in Page.allCases.map(\.rawValue) + ["layout", "comparison"] where library.getTemplate(named: name) == nil {
      throw PageSetError(place: "\(directory)/\(name).mustache", problem: "is missing or cannot be read")
    }
    func read(_ name: String) throws -> [UInt8] {
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
        throw PageSetError(place: "\(directory)/\(name)", problem: "is missing or cannot be read")
      }
      return Array(data)
    }
    assets = try Dictionary(
      uniqueKeysWithValues: Self.assetTypes.map { ($0, Asset(contentType: $1, bytes: try read($0))) })
    interface = try read("openapi.json")
  }

  subscript(asset name: String) -> Asset? { assets[name] }

  /// - Parameter values: what the template names; text is escaped by it.
  func render(_ page: Page, _ values: [String: Any]) -> String {
    guard let html = library.render(values, withTemplate: page.rawValue) else {
      preconditionFailure("the template \(page) was there when the folder was read")
    }
    return html
  }
}

public struct PageSetError: Error, Sendable, CustomStringConvertible {
  var place: String
  var problem: String
  public var description: String { "\(place): \(problem); name the folder of `templates` with --resources" }
}
