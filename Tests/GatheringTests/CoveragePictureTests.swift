import CivilTime
import Testing

@testable import Gathering

/// The calendar of sources and days.
@Suite struct CoveragePictureTests {
  private func widths(_ svg: String, _ style: String) -> [Int] {
    svg.matches(of: /<rect class="(\w+)" x="\d+" y="\d+" width="(\d+)"/).filter { $0.output.1 == style }
      .compactMap { Int($0.output.2) }
  }

  @Test func aDayIsAsWideAsItsShareAndASingleOneAlwaysShows() {
    let entry = CoverageEntry(
      source: "甲<局>", category: "penalty", categoryLabel: "行政处罚",
      covered: [.init(from: "2026-10-01", through: "2026-10-05"), .init(from: "2026-09-01", through: "2026-09-02")],
      gaps: [
        .init(from: "2026-10-06", through: "2026-10-06", reason: CoverageLedger.Opening.failed.rawValue),
        .init(from: "2026-10-07", through: "2026-10-08", reason: "未报送"),
      ], overdueDays: nil)
    let picture = CoveragePicture([entry, entry], days: days("2026-10-01", "2026-10-10")).svg
    // The last ones are the legend's.
    #expect(widths(picture, "covered") == [450, 450, 24] && widths(picture, "open") == [90, 90, 24])
    #expect(picture.contains("甲&lt;局&gt;") && picture.split(separator: "甲").count == 2)
    let long = CoveragePicture([entry], days: days("2016-01-01", "2026-12-31")).svg
    #expect(widths(long, "open").first == 1)
    #expect(picture.contains(">2026-10<") && long.contains(">2020<"))
  }
}
