import ArgumentParser
import Batches

/// All reports of a batch in one file, made after the batch has ended.
struct DeliveryOptions: ParsableArguments {
  enum Archive: String, ExpressibleByArgument, CaseIterable {
    case zip
    case tarGzip = "tar.gz"
  }

  @Option(help: "All PDFs and the results as reports.zip or reports.tar.gz in the folder.")
  var archive: Archive?

  @Flag(
    help: "All reports as reports.pdf in the folder, with bookmarks: to read and print, unsigned; up to 1000.")
  var merge = false

  var wanted: [Delivery.Form] {
    (archive.flatMap { Delivery.Form(rawValue: $0.rawValue) }.map { [$0] } ?? []) + (merge ? [.merged] : [])
  }
}
