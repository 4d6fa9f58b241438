public import CivilTime
import Records

/// A calendar of sources and days (SVG 1.1), told apart by pattern and not by colour, so that it reads in black and white:
/// days that are covered are dark, days that are open are hatched, days that nobody delivered are empty.
public struct CoveragePicture: Sendable, Equatable {
  public let svg: String

  /// Lengths are in pixels.
  private enum Layout {
    static let labels = 340, days = 900, row = 16, bar = 11, top = 36, margin = 12
  }

  /// - Parameters:
  ///   - entries: those of one source follow each other.
  ///   - days: what is shown, from left to right.
  public init(_ entries: [CoverageEntry], days: ClosedRange<CalendarDate>) {
    var rows: [String] = []
    var y = Layout.top
    var source = ""
    for entry in entries {
      if entry.source != source {
        source = entry.source
        rows.append(Self.text(source, x: Layout.margin, y: y + Layout.bar, weight: "bold"))
        y += Layout.row
      }
      rows.append(Self.text(entry.categoryLabel, x: Layout.margin * 2, y: y + Layout.bar))
      rows.append(Self.rectangle(0..<Layout.days, y, class: "none"))
      let covered = entry.covered.compactMap { Self.days($0.from, $0.through) }
      let open = entry.gaps.filter { CoverageLedger.Opening(rawValue: $0.reason) != nil }
        .compactMap { Self.days($0.from, $0.through) }
      for (runs, style) in [(covered, "covered"), (open, "open")] {
        for run in runs where run.overlaps(days) {
          rows.append(Self.rectangle(Self.pixels(of: run.clamped(to: days), in: days), y, class: style))
        }
      }
      y += Layout.row
    }
    let (ticks, bottom) = (Self.ticks(days, height: y), y + Layout.row)
    let width = Layout.margin * 4 + Layout.labels + Layout.days
    svg = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(bottom + 2 * Layout.row)" \
      viewBox="0 0 \(width) \(bottom + 2 * Layout.row)" font-family="sans-serif" font-size="11">
      <title>归集情况 \(days.lowerBound)至\(days.upperBound)</title>
      <defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
      <rect width="4" height="4" fill="#fff"/><line x1="0" y1="0" x2="0" y2="4" stroke="#000" stroke-width="2"/></pattern></defs>
      <style>.covered{fill:#333}.open{fill:url(#hatch)}.none{fill:#fff;stroke:#999;stroke-width:.5}\
      line.tick{stroke:#999;stroke-width:.5}</style>
      <rect width="100%" height="100%" fill="#fff"/>
      \((rows + ticks + Self.legend(y: bottom)).joined(separator: "\n"))
      </svg>

      """
  }

  private static func days(_ from: String, _ through: String) -> ClosedRange<CalendarDate>? {
    guard let first = CalendarDate(text: from), let last = CalendarDate(text: through), first <= last else {
      return nil
    }
    return first...last
  }

  /// At least one pixel: a single day that is open must show in five years.
  private static func pixels(of run: ClosedRange<CalendarDate>, in days: ClosedRange<CalendarDate>) -> Range<Int> {
    let start = days.lowerBound.daysSince1970
    let count = days.upperBound.daysSince1970 - start + 1
    let first = (run.lowerBound.daysSince1970 - start) * Layout.days / count
    let end = (run.upperBound.daysSince1970 - start + 1) * Layout.days / count
    return first..<max(end, first + 1)
  }

  /// The first days of months; of years, where months would stand too close.
  private static func ticks(_ days: ClosedRange<CalendarDate>, height: Int) -> [String] {
    let isLong = days.upperBound.daysSince1970 - days.lowerBound.daysSince1970 > 500
    return (days.lowerBound.daysSince1970...days.upperBound.daysSince1970).map { CalendarDate(daysSince1970: $0) }
      .filter { $0.day == 1 && (!isLong || $0.month == 1) }
      .flatMap { day in
        let x = Layout.margin + Layout.labels + pixels(of: day...day, in: days).lowerBound
        return [
          #"<line class="tick" x1="\#(x)" y1="\#(Layout.top - 6)" x2="\#(x)" y2="\#(height)"/>"#,
          text(String(day.description.prefix(isLong ? 4 : 7)), x: x + 2, y: Layout.top - 10),
        ]
      }
  }

  private static func legend(y: Int) -> [String] {
    [("covered", "已归集"), ("open", "未能归集或者待核"), ("none", "未报送")].enumerated().flatMap { index, entry in
      let start = index * 200
      return [
        rectangle(start..<(start + 24), y, class: entry.0),
        text(entry.1, x: Layout.margin + Layout.labels + start + 30, y: y + Layout.bar),
      ]
    }
  }

  private static func rectangle(_ x: Range<Int>, _ y: Int, class style: String) -> String {
    #"<rect class="\#(style)" x="\#(Layout.margin + Layout.labels + x.lowerBound)" y="\#(y)" width="\#(x.count)" height="\#(Layout.bar)"/>"#
  }

  private static func text(_ text: String, x: Int, y: Int, weight: String = "normal") -> String {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    return #"<text x="\#(x)" y="\#(y)" font-weight="\#(weight)">\#(escaped)</text>"#
  }
}
