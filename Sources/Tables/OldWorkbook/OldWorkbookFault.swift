/// Why an old workbook cannot be read, in words that follow its name.
struct OldWorkbookFault: Error, Equatable {
  var message: String
  init(_ message: String) { self.message = message }
}
