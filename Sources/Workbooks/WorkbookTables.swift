package import Tables

/// The sheets of a workbook as tables, each with the sheet's name.
/// - Parameter file: a descriptor that can be rewound: of an XLSX, or of an XLS of Excel 97 to 2003.
package func workbookTables(of file: Int32) throws(TableError) -> [any Table] {
  do throws(WorkbookFault) {
    let input = try InputFile(file)
    if WorkbookKind(try input.bytes(limit: WorkbookKind.signatureLength)) == .compound {
      let workbook = try OldWorkbook(input)
      return workbook.sheets.map { OldSheetTable($0, of: workbook) }
    }
    let workbook = try Workbook(input)
    return workbook.sheets.map { SheetTable($0, of: workbook) }
  } catch { throw TableError("", error.message) }
}
