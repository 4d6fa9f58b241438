import ReportKinds
import Testing

@Suite struct `Files that a report carries` {
  @Test func `They have the names by which reports in people's hands are read`() {
    #expect(ReportAttachment.allCases.map(\.name) == ["report.json", "token.cbor", "log-proof.txt"], "docs/token.md")
  }
}
