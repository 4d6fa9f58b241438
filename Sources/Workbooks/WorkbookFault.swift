/// Why a workbook cannot be read, in words that follow its name.
struct WorkbookFault: Error, Equatable {
  var message: String
  init(_ message: String) { self.message = message }
}
