import FileFormats
public import Records
public import ReportKinds
public import Reports
import Templates
public import Typeface

/// A press for each template and format, compiled once and used by any number of tasks.
public final class Presses: Sendable {
  private let catalogue: Catalogue
  private let templates: String
  private let fonts: FontSet
  private let made = Shelf<Key, Press>()

  private struct Key: Hashable {
    var template: String
    var format: String
  }

  /// - Parameter templates: the folder of the templates that come with the kinds of reports, named after them.
  public init(catalogue: Catalogue, templates: String, fonts: FontSet) {
    (self.catalogue, self.templates, self.fonts) = (catalogue, templates, fonts)
  }

  /// - Parameter template: a path; nil: the template that comes with the report.
  /// - Throws: `TemplateError`.
  public func press(for kind: Report.Kind, template: String?, format: any DocumentFormat) throws -> Press {
    let path = template ?? "\(templates)/\(kind.rawValue).yaml"
    return try made.value(for: Key(template: path, format: format.name)) {
      Press(template: try Template(path: path, catalogue: catalogue), fonts: fonts, format: format)
    }
  }
}
