import ReportKinds

/// By what a report is to be believed, as bytes: what they say, those know who make and check them.
public struct Evidence: Sendable, Equatable {
  /// The report's token: it speaks of the canonical data and of the number of pages.
  public var token: [UInt8]
  /// What the code on the pages holds: the token, under the address where it is checked.
  public var link: String
  /// That the token stands in the log, as text of C2SP tlog-proof; nil: the report is in no log.
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
