import FileFormats

/// A file with one signature that allows no changes, over the whole file except itself (`verification.md` §4, 1). What
/// that takes, its format knows.
struct WholeFile {
  let report: ReportFile
  let signed: any SignedFile
}

extension WholeFile {
  /// - Throws: `PDF_MODIFIED`, `PDF_SIGNATURE_MISSING` and the like.
  init(_ report: ReportFile) throws(FileFailure) {
    do throws(UnfitFile) { signed = try report.file.signed() } catch { throw FileFailure(error) }
    self.report = report
  }
}
