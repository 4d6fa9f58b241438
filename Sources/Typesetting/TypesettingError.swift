public import Blocks
public import ErrorCauses

/// Why a document cannot be set. Every reason is a mistake of the template (or of the fonts), never of the text.
public struct TypesettingError: BilingualError, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The margins leave no space on the page.
    case noRoomForBody(width: Length, height: Length)
    /// No font has the role.
    case missingRole(FontRole)
    /// The fixed columns are wider than the space for the table.
    case columnsTooWide(needed: Length, available: Length)
    /// Padding, indents or a narrow column leave no width for text.
    case noWidth(Length)
    /// The cells of a row span more columns than the table has.
    case tooManyCells(spanned: Int, columns: Int)
    /// A length, a size or a factor that is not a finite number in its range.
    case badValue(name: String, value: Double)
  }
  public var reason: Reason
  /// The path in the document, for example `blocks[3]/rows[2]/cells[1]`; empty for the page itself.
  public var path: String

  init(_ reason: Reason, path: String = "") { (self.reason, self.path) = (reason, path) }

  /// The same error, found inside `outer`.
  func inside(_ outer: @autoclosure () -> String) -> TypesettingError {
    TypesettingError(reason, path: path.isEmpty ? outer() : outer() + "/" + path)
  }

  public var cause: ErrorCause { .input }

  public var description: String {
    (path.isEmpty ? "document" : "document, \(path)") + ": " + explanation
  }

  public var wording: Wording { Wording(description, "模板或字体有误，请由模板维护人员更正（原文：\(description)）") }

  private var explanation: String {
    switch reason {
    case .noRoomForBody(let width, let height):
      "the margins leave \(points(width)) × \(points(height)) for the body; make the page larger or the margins smaller"
    case .missingRole(let role):
      "no font plays the role “\(role.rawValue)”; name one in the font configuration"
    case .columnsTooWide(let needed, let available):
      "the columns need \(points(needed)) but the table has \(points(available)); make a fixed column narrower"
    case .noWidth(let width):
      "\(points(width)) are left for text; widen the column or reduce padding and indents"
    case .tooManyCells(let spanned, let columns):
      "the cells of the row span \(spanned) columns of a table with \(columns); remove a cell or add a column"
    case .badValue(let name, let value):
      "\(name) is \(value), which is no usable value; correct it in the template"
    }
  }

  private func points(_ length: Length) -> String { "\((length.points * 100).rounded() / 100) pt" }
}
