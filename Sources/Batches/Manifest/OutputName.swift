import ErrorCauses
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

  private static func refusal(_ english: String, _ chinese: String) -> BatchOrderError {
    BatchOrderError(.output, Wording(english, chinese))
  }

  /// Names that are equal in this form are one file somewhere: file systems ignore case, and some compose characters.
  static func folded(_ name: String) -> String {
    name.precomposedStringWithCompatibilityMapping.uppercased().lowercased().precomposedStringWithCanonicalMapping
  }

  /// Checks that Windows keeps a name that somebody chose: it drops blanks and dots at the end, and people see them at the
  /// end of what is before the ending. Names that are made have neither there.
  static func checkOnWindows(_ name: String) throws(BatchOrderError) {
    guard !isReserved(name.prefix { $0 != "." }) else {
      throw refusal("`\(name)` is the name of a device on Windows", "“\(name)”是 Windows 的设备名")
    }
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    guard let first = stem.first, let last = stem.last, !first.isWhitespace, !last.isWhitespace, last != "." else {
      throw refusal(
        "`\(name)` has a blank at its beginning, or a blank or dot before its ending",
        "“\(name)”开头有空格，或扩展名前有空格或点")
    }
  }

  /// Checks a name from the manifest: within the folder, visible, and none that another row may get automatically.
  static func check(_ name: String, row: Int) throws(BatchOrderError) {
    guard !name.unicodeScalars.contains(where: FileNameText.isUnsafe) else {
      throw refusal(
        "`\(name)` is no file name: it may hold no / \\ : * ? \" < > | and no control characters",
        "“\(name)”不能作文件名：其中不能有 / \\ : * ? \" < > | 和控制字符")
    }
    guard IdentityNumber.all(in: name).isEmpty else {
      throw refusal(
        "`\(ShownPerson.text(name))` holds an identity number, which names of files must not",
        "“\(ShownPerson.text(name))”含有证件号码，文件名中不能有证件号码")
    }
    guard !name.hasPrefix("."), name.utf8.count <= limit else {
      throw refusal(
        "`\(name)` must not begin with a dot nor be longer than \(limit) bytes",
        "“\(name)”不能以点开头，也不能超过 \(limit) 字节")
    }
    let formats = DocumentFormats.known
    guard formats.format(ofFileNamed: name) != nil else {
      throw refusal("`\(name)` must end with \(formats.extensions)", "“\(name)”的扩展名须是 \(formats.extensions)")
    }
    guard folded(name) != Delivery.Form.merged.fileName else {
      throw refusal("`\(name)` is the name of the PDF of all reports", "“\(name)”是全部报告合并文件的名称")
    }
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    guard digits.isEmpty || !name.dropFirst(digits.count).hasPrefix("-") || Int(digits) == row else {
      throw refusal("`\(name)` begins with the number of another row", "“\(name)”以另一行的行号开头")
    }
  }
}
