import CivilTime
import Testing

@testable import PDF

struct PDFDateTests {
  @Test(arguments: [
    (1_795_104_000, "D:20261120000000+08'00'"),  // 2026-11-19 16:00:00 UTC: the day ends at midnight in Beijing
    (1_795_103_999, "D:20261119235959+08'00'"), (951_753_600, "D:20000229000000+08'00'"),
    (.max, "D:99991231235959+08'00'"), (.min, "D:00010101000000+08'00'"),
  ])
  func aDateIsThatOfClocksInBeijing(seconds: Int64, told: String) {
    #expect(BeijingTime(secondsSince1970: seconds).pdfDate == told)
  }
}
