public import Records

extension BatchRun {
  /// The terms on which a batch is begun.
  public struct Order: Sendable {
    /// Which machines make the reports.
    public enum Workers: Sendable, Equatable {
      /// Only the process that begins the batch.
      case here
      /// Any machines that see the same folders.
      case elsewhere
      /// Any machines: the database carries the credit files and the PDFs.
      case withoutFolders
    }

    public var manifest: Manifest
    /// Whether a summary of the group (汇总表) ends the batch; a renewed manifest may also require one.
    public var isGroup = false
    /// Whether earlier reports of the same kind on a subject are superseded.
    public var supersedes = true
    public var reading = CreditFileReader.Options()
    /// Whether the person who begins the batch takes responsibility for declared coverage.
    public var trustsDeclaredCoverage = false
    public var workers = Workers.here
    public var deliveries: [Delivery.Form] = []

    public init(_ manifest: Manifest) { self.manifest = manifest }

    var endsWithSummary: Bool { isGroup || manifest.isGroup }

    /// Checks that the requested files can be made at all, before a day's work begins.
    public func check() throws(DeliveryRefused) {
      try Delivery.check(deliveries, reports: manifest.rows.count + (endsWithSummary ? 1 : 0))
    }
  }
}
