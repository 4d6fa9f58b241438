/// What a report's PDF carries for the verifier.
struct ReportAttachments: Equatable {
  static let tokenName = "token.cbor"
  static let dataName = "report.json"

  var token: [UInt8]
  /// The canonical report data; nil where they are missing.
  var data: [UInt8]?

  /// - Throws: `PDF_NO_TOKEN`, `PDF_AMBIGUOUS`.
  init(_ files: [(name: String, bytes: [UInt8])]) throws(FileRefusal) {
    let tokens = files.filter { $0.name == Self.tokenName }
    let data = files.filter { $0.name == Self.dataName }
    guard let token = tokens.first else { throw .pdfWithoutToken }
    guard tokens.count == 1, data.count <= 1 else { throw .pdfAmbiguous }
    (self.token, self.data) = (token.bytes, data.first?.bytes)
  }
}
