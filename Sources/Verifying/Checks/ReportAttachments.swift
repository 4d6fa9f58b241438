import ReportKinds

/// The attachments of a report's PDF that the verifier needs.
struct ReportAttachments: Equatable {
  var token: [UInt8]
  /// The canonical report data; nil if missing.
  var data: [UInt8]?
  /// The proof that the token is in the log, as C2SP tlog-proof text; nil if missing.
  var proof: [UInt8]?

  /// - Throws: `PDF_NO_TOKEN`, `PDF_AMBIGUOUS`.
  init(_ files: [(name: String, bytes: [UInt8])]) throws(FileRefusal) {
    func only(_ attachment: ReportAttachment) throws(FileRefusal) -> [UInt8]? {
      let found = files.filter { $0.name == attachment.name }
      guard found.count <= 1 else { throw .pdfAmbiguous }
      return found.first?.bytes
    }
    guard let token = try only(.token) else { throw .pdfWithoutToken }
    (self.token, data, proof) = (token, try only(.data), try only(.proof))
  }
}
