import Gathering
import Installation
import SelfPrinting

/// The credit files of a demonstration: of the companies whose records were gathered, and the examples, which have persons and
/// other kinds of subjects.
struct DemoSource: CreditFileSource {
  let holders: [Holder]
  private let gathered: StoreSource
  private let samples: SampleSource

  init(_ store: GatheringStore, _ samples: SampleSource) throws {
    let companies = try store.organisations(limit: 100).compactMap { entry in
      SubjectCode(entry.code).map { Holder(code: $0, isPerson: false, name: entry.name) }
    }
    let codes = Set(companies.map(\.code))
    holders = companies + samples.holders.filter { !codes.contains($0.code) }
    (gathered, self.samples) = (StoreSource { store }, samples)
  }

  func creditFile(of code: SubjectCode) throws -> [UInt8]? {
    try gathered.creditFile(of: code) ?? samples.creditFile(of: code)
  }
}
