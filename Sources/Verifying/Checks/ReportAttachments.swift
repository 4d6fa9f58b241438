import ReportKinds

/// The attachments of a report's file that the verifier needs.
struct ReportAttachments: Equatable {
  var token: [UInt8]
  /// The canonical report data; nil if missing.
  var data: [UInt8]?
  /// The proof that the token is in the log, as C2SP tlog-proof text; nil if missing.
  var proof: [UInt8]?

  /// - Throws: `…_NO_TOKEN`, `…_AMBIGUOUS`.
  init(_ files: [(name: String, bytes: [UInt8])]) throws(DocumentRefusal) {
    func only(_ attachment: ReportAttachment) throws(DocumentRefusal) -> [UInt8]? {
      let found = files.filter { $0.name == attachment.name }
      guard found.count <= 1 else { throw .ambiguous }
      return found.first?.bytes
    }
    guard let token = try only(.token) else { throw .withoutToken }
    (self.token, data, proof) = (token, try only(.data), try only(.proof))
  }
}
