/// What a workbook's file is, by its first bytes.
package enum WorkbookKind {
  /// XLSX, a ZIP file (ECMA-376 part 2).
  case archive
  /// XLS, a compound file ([MS-CFB] 2.2).
  case compound

  package static let signatureLength = 4

  package init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .archive
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      self = .compound
    } else {
      return nil
    }
  }
}
