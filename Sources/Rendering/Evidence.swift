import ReportKinds

/// The evidence for a report, as bytes: the code that makes and checks them knows what they mean.
public struct Evidence: Sendable, Equatable {
  /// The report's token: it covers the canonical data and the number of pages.
  public var token: [UInt8]
  /// The content of the QR code: the token, in a link to the verification page.
  public var link: String
  /// Proves that the log holds the token, as text of C2SP tlog-proof; nil: the report is in no log.
  public var proof: String?

  public init(token: [UInt8], link: String, proof: String?) {
    (self.token, self.link, self.proof) = (token, link, proof)
  }

  /// The files that a report carries.
  func attachments(with canonicalData: [UInt8]) -> [FileAttachment] {
    var attachments = [
      FileAttachment(.data, role: .data, bytes: canonicalData), FileAttachment(.token, role: .supplement, bytes: token),
    ]
    if let proof { attachments.append(FileAttachment(.proof, role: .supplement, bytes: Array(proof.utf8))) }
    return attachments
  }
}

extension FileAttachment {
  fileprivate init(_ attachment: ReportAttachment, role: Role, bytes: [UInt8]) {
    self.init(
      name: attachment.name, mediaType: attachment.mediaType, description: attachment.description, role: role,
      bytes: bytes)
  }
}
