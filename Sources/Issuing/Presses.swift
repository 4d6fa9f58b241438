public import Records
public import Reports
import Templates
public import Typeface

/// A press for each template, compiled once and used by any number of tasks.
public final class Presses: Sendable {
  private let catalogue: Catalogue
  private let resources: Resources
  private let fonts: FontSet
  private let made = Shelf<String, Press>()

  public init(catalogue: Catalogue, resources: Resources, fonts: FontSet) {
    (self.catalogue, self.resources, self.fonts) = (catalogue, resources, fonts)
  }

  /// - Parameter template: a path; nil: the template that comes with the report.
  /// - Throws: `TemplateError`.
  public func press(for kind: Report.Kind, template: String?) throws -> Press {
    let path = template ?? resources.template(kind.rawValue)
    return try made.value(for: path) {
      Press(
        catalogueVersion: catalogue.version, template: try Template(path: path, catalogue: catalogue), fonts: fonts)
    }
  }
}
