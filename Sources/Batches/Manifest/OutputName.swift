import FileFormats
import Foundation
import Installation
import Records
import Rendering

/// Names of the files of a batch, which are all in one folder.
public enum OutputName {
  static let limit = FileNameText.limit

  /// `<序号>-<名称>-<报告名>.<扩展名>`, with characters that file systems do not allow replaced by `_`.
  /// - Parameters:
  ///   - row: the row's number, from 1.
  ///   - rows: the number of rows in the batch; it determines the width of all numbers.
  static func made(
    row: Int, of rows: Int, subject: String, report: String, format: any DocumentFormat
  ) -> String {
    let digits = max(3, String(rows).count)
    let number = String(repeating: "0", count: max(0, digits - String(row).count)) + String(row)
    return FileNameText.fitted(
      number + "-", subject: subject, "-" + FileNameText.safe(report) + "." + format.fileExtension)
  }

  /// The names of devices, whatever follows the first dot: Windows opens the device.
  private static func isReserved(_ stem: Substring) -> Bool {
    let name = stem.uppercased().trimmingCharacters(in: .whitespaces)
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(name) { return true }
    return ["COM", "LPT"].contains(name.prefix(3)) && name.count == 4 && "0123456789¹²³".contains(name.suffix(1))
  }

  /// Names that are equal in this form are one file somewhere: file systems ignore case, and some compose characters.
  static func folded(_ name: String) -> String {
    name.precomposedStringWithCompatibilityMapping.uppercased().lowercased().precomposedStringWithCanonicalMapping
  }

  /// Checks that Windows keeps a name that somebody chose: it drops blanks and dots at the end, and people see them at the
  /// end of what is before the ending. Names that are made have neither there.
  static func checkOnWindows(_ name: String) throws(BatchOrderError) {
    guard !isReserved(name.prefix { $0 != "." }) else {
      throw BatchOrderError("output", "`\(name)` is the name of a device on Windows")
    }
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    guard let first = stem.first, let last = stem.last, !first.isWhitespace, !last.isWhitespace, last != "." else {
      throw BatchOrderError("output", "`\(name)` has a blank at its beginning, or a blank or dot before its ending")
    }
  }

  /// Checks a name from the manifest: within the folder, visible, and none that another row may get automatically.
  static func check(_ name: String, row: Int) throws(BatchOrderError) {
    guard !name.unicodeScalars.contains(where: FileNameText.isUnsafe) else {
      throw BatchOrderError(
        "output", "`\(name)` is no file name: it may hold no / \\ : * ? \" < > | and no control characters")
    }
    guard IdentityNumber.all(in: name).isEmpty else {
      throw BatchOrderError(
        "output", "`\(ShownPerson.text(name))` holds an identity number, which names of files must not")
    }
    guard !name.hasPrefix("."), name.utf8.count <= limit else {
      throw BatchOrderError(
        "output", "`\(name)` must not begin with a dot nor be longer than \(limit) bytes")
    }
    let formats = DocumentFormats.known
    guard formats.format(ofFileNamed: name) != nil else {
      throw BatchOrderError("output", "`\(name)` must end with \(formats.extensions)")
    }
    guard folded(name) != Delivery.Form.merged.fileName else {
      throw BatchOrderError("output", "`\(name)` is the name of the PDF of all reports")
    }
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    guard digits.isEmpty || !name.dropFirst(digits.count).hasPrefix("-") || Int(digits) == row else {
      throw BatchOrderError("output", "`\(name)` begins with the number of another row")
    }
  }
}
