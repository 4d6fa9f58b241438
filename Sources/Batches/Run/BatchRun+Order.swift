public import Records

extension BatchRun {
  /// What a batch is begun with.
  public struct Order: Sendable {
    /// Who makes the reports.
    public enum Workers: Sendable, Equatable {
      /// Only who begins the batch.
      case here
      /// Any machines that see the same folders.
      case elsewhere
      /// Any machines: the database carries the credit files and the PDFs.
      case withoutFolders
    }

    public var manifest: Manifest
    /// Whether a summary of the group (汇总表) ends the batch; a renewed manifest may want one by itself.
    public var isGroup = false
    /// Whether earlier reports of the same kind on a subject are superseded.
    public var supersedes = true
    public var reading = CreditFileReader.Options()
    /// Whether whoever begins the batch answers for declared coverage.
    public var trustsDeclaredCoverage = false
    public var workers = Workers.here
    public var deliveries: [Delivery.Form] = []

    public init(_ manifest: Manifest) { self.manifest = manifest }

    var endsWithSummary: Bool { isGroup || manifest.isGroup }

    /// Before a day's work, and before anything is made for it: that its files can be made at all.
    public func check() throws(DeliveryRefused) {
      try Delivery.check(deliveries, reports: manifest.rows.count + (endsWithSummary ? 1 : 0))
    }
  }
}
