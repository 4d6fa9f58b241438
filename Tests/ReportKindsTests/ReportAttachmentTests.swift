import ReportKinds
import Testing

@Suite struct ReportAttachmentTests {
  @Test func theyHaveTheNamesByWhichReportsInPeoplesHandsAreRead() {
    #expect(ReportAttachment.allCases.map(\.name) == ["report.json", "token.cbor", "log-proof.txt"], "docs/token.md")
  }
}
