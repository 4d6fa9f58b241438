import Attestation
import HTTPTypes
import Testing

@testable import Service

/// Uploads, by page and by API.
@Suite struct FileTests {
  @Test func aFileThatIsNoReportIsRefusedWithTheReason() async throws {
    let counter = try await Counter()
    let pdf = try await counter.post("/verify/file", file: Array("%PDF-1.7 nothing".utf8))
    #expect(pdf.status == 200 && pdf.text.contains("PDF_UNREADABLE"))
    let other = try await counter.post("/verify/file", file: Array("PK".utf8))
    #expect(other.text.contains("FILE_UNKNOWN_FORMAT"))
    let blank = try await counter.post("/verify/file", file: try fixture("blank.png"))
    #expect(blank.text.contains("IMAGE_NO_CODE") && blank.text.contains("未作出核验结论"))
  }

  @Test func apiTakesFilesAsTheyAre() async throws {
    let counter = try await Counter()
    let picture = try await counter.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "image/png"], body: try fixture("code.png"))
    #expect(picture.text.contains(#""state":"challenge""#) && picture.text.contains(counter.desk.sample.digits))
    #expect(!picture.text.contains(counter.desk.sample.claims.subject))
    let wrong = try await counter.ask(.post, "/api/v1/verify/file", headers: [.contentType: "text/plain"], body: [1])
    #expect(wrong.status == 415 && wrong.text.contains("UNSUPPORTED_MEDIA_TYPE"))
    let empty = try await counter.ask(.post, "/api/v1/verify/file", headers: [.contentType: "application/pdf"])
    #expect(empty.status == 400)
  }

  @Test func sizesAreLimitedBeforeAnythingIsRead() async throws {
    let counter = try await Counter {
      ($0.limits.pdf, $0.limits.picture, $0.limits.form) = (4000, 1000, 200)
    }
    let announced = try await counter.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "application/pdf", .contentLength: "999999999999"])
    #expect(announced.status == 413 && announced.text.contains("BODY_TOO_LARGE"))
    #expect(announced.headers[.connection] == "close")
    let pdf = try await counter.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "application/pdf"], body: Array(repeating: 32, count: 4001))
    #expect(pdf.status == 413)
    let picture = try await counter.post("/verify/file", file: try fixture("code.png"))
    #expect(picture.status == 413 && picture.text.contains("15MB"))
    let form = try await counter.post("/v", form: [("digits", String(repeating: "1", count: 201))])
    #expect(form.status == 413)
  }

  @Test func onlySoManyUploadsAreHeldAtOnce() async throws {
    let counter = try await Counter { $0.limits.uploadsAtOnce = 0 }
    let page = try await counter.post("/verify/file", file: [1])
    #expect(page.status == 503 && page.headers[.retryAfter] == "5")
  }
}
