import FileReading
import Foundation
import Records
import ScratchFolders
import Tables
import Testing

@testable import Importing

/// What strangers hand in may be anything. It is read or refused, and every row comes up once; the program goes on.
@Suite(.scratchFolders) struct DamagedFileTests {
  private static let fixtures = [
    "cases/dates.csv", "cases/wuhan-2017-licences-codes-gb18030.csv", "heads/interface-licences.json",
    "heads/penalties-in-yuan.csv", "hidden.xls", "cases/zhejiang-penalties-old-workbook.xls", "merged-fine.xlsx",
    "formulas.xlsx", "cases/hidden-rows-and-sheets.xlsx",
  ]

  @Test(arguments: fixtures)
  func aDamagedFileIsReadOrRefused(name: String) throws {
    let whole = try readFile(fixture(name), limit: 1 << 20)
    let folder = try scratchFolder()
    var random = SeededGenerator(state: UInt64(whole.count))
    var outcomes: Set<Bool> = []
    for round in 0..<30 {
      var bytes = whole
      switch round % 3 {
      case 0: bytes = Array(bytes.prefix(Int.random(in: 1..<bytes.count, using: &random)))
      case 1:
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
      default:
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
        bytes.replaceSubrange(start..<end, with: bytes[..<min(end - start, bytes.count)])
      }
      let path = "\(folder)/\(round)"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        let delivery = try Delivery(try TableFile(path: path, encoding: nil))
        outcomes.insert(true)
        let numbers = delivery.rows.map { "\($0.tableName) \($0.number)" }
        #expect(Set(numbers).count == numbers.count, "\(name), round \(round)")
      } catch is TableError { outcomes.insert(false) }
    }
    #expect(outcomes.contains(false), "\(name): no damage was found")
  }
}
