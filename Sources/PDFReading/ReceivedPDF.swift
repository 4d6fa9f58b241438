import FileFormats

/// A PDF that was returned for verification.
struct ReceivedPDF: ReceivedFile {
  let file: PDFFile

  var bytes: [UInt8] { file.bytes }
  var pageCount: Int { file.pageCount }

  func attachments() throws(UnfitFile) -> [(name: String, bytes: [UInt8])] {
    do throws(PDFReadingError) { return try file.attachments().map { ($0.name, $0.bytes) } } catch {
      throw UnfitFile(error)
    }
  }

  func certifications() throws(UnfitFile) -> [[UInt8]] {
    do throws(PDFReadingError) { return try file.signatures().filter(\.isCertification).compactMap(\.contents) } catch {
      throw UnfitFile(error)
    }
  }

  func signed() throws(UnfitFile) -> any SignedFile {
    do throws(PDFSignatureRefusal) { return SignedPDF(certified: try file.certified()) } catch {
      throw UnfitFile(error)
    }
  }
}

private struct SignedPDF: SignedFile {
  let certified: CertifiedPDF

  var signature: ReceivedSignature {
    ReceivedSignature(value: certified.contents, parts: certified.signedParts, room: certified.room)
  }

  func differences(from made: [UInt8]) throws(UnfitFile) -> [FileDifference] {
    let given = certified.file.bytes
    if isSameFile(given, as: made, butFor: certified.contentsRange) { return [] }
    let found: [PDFDifference]
    do throws(PDFReadingError) { found = try objects(of: given, differingFrom: made) } catch { throw UnfitFile(error) }
    // The files differ, even if no object does.
    return (found.isEmpty ? [PDFDifference(object: nil, part: .encoding, change: .changed)] : found)
      .map { FileDifference("\($0)", chinese: $0.chinese) }
  }
}

private func objects(of given: [UInt8], differingFrom made: [UInt8]) throws(PDFReadingError) -> [PDFDifference] {
  try differences(between: made, and: given)
}

extension UnfitFile {
  init(_ error: PDFReadingError) { self.init(PDFSignatureRefusal(.unreadable, "\(error)")) }

  init(_ refusal: PDFSignatureRefusal) {
    self.init(Reason(refusal.reason), refusal.detail)
  }
}

extension UnfitFile.Reason {
  init(_ reason: PDFSignatureRefusal.Reason) { self.init(code: reason.rawValue, chinese: reason.chinese) }
}

extension PDFSignatureRefusal.Reason {
  /// For the recipient of the file: what was found, and what to do.
  var chinese: String {
    switch self {
    case .unreadable: "PDF文件已损坏或无法读取。请使用下载的原始文件。"
    case .modified: "PDF文件在生成后被追加或修改过。请勿采信，请使用下载的原始文件。"
    case .missing: "PDF文件没有电子签名。请使用下载的原始文件，不要使用打印或另存的副本。"
    case .ambiguous: "PDF文件有多个电子签名或者其他表单内容，无法判断哪一个有效。请勿采信；多份报告合并成一个文件的，请分别提供每份原始文件。"
    case .notCertification: "PDF文件的电子签名不是禁止修改的认证签名。请勿采信。"
    case .coverage: "PDF文件的电子签名没有覆盖整个文件。请勿采信。"
    case .malformed: "PDF文件的电子签名格式不符合要求。请勿采信。"
    }
  }
}
