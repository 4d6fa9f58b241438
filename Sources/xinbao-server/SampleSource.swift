import CivilTime
import Foundation
import Installation
import Issuing
import Records
import SelfPrinting

/// The examples as the credit files of a demonstration: one file per subject.
struct SampleSource: CreditFileSource {
  let holders: [Holder]
  private let files: [SubjectCode: [UInt8]]

  init(folder: String, catalogue: Catalogue) throws {
    let reader = CreditFileReader(catalogue: catalogue, now: { .now() })
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }
    var files: [SubjectCode: [UInt8]] = [:]
    var holders: [Holder] = []
    for name in names.sorted() {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      let subject = try reader.read(bytes: Array(data), name: "\(folder)/\(name)").file.subject
      guard let code = SubjectCode(subject.code), files[code] == nil else { continue }
      files[code] = Array(data)
      let kind = catalogue.subjectKinds.first { $0.naming.key == subject.kind }
      holders.append(Holder(code: code, isPerson: kind?.isPerson ?? false, name: subject.name))
    }
    guard !holders.isEmpty else {
      throw ServeFailure(
        problem: "\(folder): holds no examples for --demo; name their folder's parent with --resources")
    }
    (self.files, self.holders) = (files, holders)
  }

  func creditFile(of code: SubjectCode) throws -> [UInt8]? { files[code] }
}
