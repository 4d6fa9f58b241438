import Attestation
import HTTPTypes
import Testing
import WebTesting

@testable import VerificationSite
@testable import Web

/// Uploads, by page and by API.
@Suite struct FileTests {
  @Test func aFileThatIsNoReportIsRefusedWithTheReason() async throws {
    let client = try await VerificationClient()
    let pdf = try await client.post("/verify/file", file: Array("%PDF-1.7 nothing".utf8))
    #expect(pdf.status == 200 && pdf.text.contains("COPY_UNREADABLE"))
    let other = try await client.post("/verify/file", file: Array("PK".utf8))
    #expect(other.text.contains("FILE_UNKNOWN_FORMAT"))
    let blank = try await client.post("/verify/file", file: try fixture("blank.png"))
    #expect(blank.text.contains("IMAGE_NO_CODE") && blank.text.contains("未作出核验结论"))
  }

  @Test func apiTakesFilesAsTheyAre() async throws {
    let client = try await VerificationClient()
    let picture = try await client.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "image/png"], body: try fixture("code.png"))
    #expect(picture.text.contains(#""state":"challenge""#) && picture.text.contains(client.backend.sample.digits))
    #expect(!picture.text.contains(client.backend.sample.claims.subject))
    let wrong = try await client.ask(.post, "/api/v1/verify/file", headers: [.contentType: "text/plain"], body: [1])
    #expect(wrong.status == 415 && wrong.text.contains("UNSUPPORTED_MEDIA_TYPE"))
    let empty = try await client.ask(.post, "/api/v1/verify/file", headers: [.contentType: "application/pdf"])
    #expect(empty.status == 400)
  }

  @Test func sizesAreLimitedBeforeAnythingIsRead() async throws {
    let client = try await VerificationClient {
      ($0.site.limits.document, $0.site.limits.picture, $0.site.limits.form) = (4000, 1000, 200)
    }
    let announced = try await client.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "application/pdf", .contentLength: "999999999999"])
    #expect(announced.status == 413 && announced.text.contains("BODY_TOO_LARGE"))
    #expect(announced.headers[.connection] == "close")
    let pdf = try await client.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "application/pdf"], body: Array(repeating: 32, count: 4001))
    #expect(pdf.status == 413)
    let picture = try await client.post("/verify/file", file: try fixture("code.png"))
    #expect(picture.status == 413 && picture.text.contains("15MB"))
    let form = try await client.post("/v", form: [("digits", String(repeating: "1", count: 201))])
    #expect(form.status == 413)
  }

  /// One file that two programs show differently would lend the one what the other one holds.
  @Test func nameTypeAndContentMustAgree() async throws {
    let client = try await VerificationClient()
    let code = try fixture("code.png")
    for (name, type) in [("report.pdf", "image/png"), ("code.png", "application/pdf"), ("code.png", "text/html")] {
      let answer = try await client.post("/verify/file", file: code, name: name, mediaType: type)
      #expect(
        answer.status == 200 && answer.text.contains("FILE_TYPE_MISMATCH") && answer.text.contains("请勿采信"),
        "\(name) \(type)")
    }
    let other = try await client.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "application/pdf"], body: code)
    #expect(other.text.contains(#""valid":false,"code":"FILE_TYPE_MISMATCH""#))
    let both = try await client.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "image/png"], body: code + Array("%PDF-1.7".utf8))
    #expect(both.text.contains("FILE_TWO_FORMATS") && !both.text.contains(client.backend.sample.digits))
    #expect(
      try await client.post("/verify/file", file: code, name: "a.jpg", mediaType: "image/jpeg").text.contains("末四位"))
    #expect(
      try await client.metrics().contains(#"channel="page-file",code="FILE_TYPE_MISMATCH"} 3"#))
  }

  /// From the picture to the answer, over the challenge between them, by page and by API.
  @Test func thatOnlyTheCodeCountedIsSaidToWhoVerifiesAPicture() async throws {
    let client = try await VerificationClient()
    let (sample, note) = (client.backend.sample, "仅按图片中的二维码核验")
    let page = try await client.post(
      "/verify/file", file: try fixture("code.png"), name: "a.png", mediaType: "image/png")
    #expect(page.text.contains(note) && page.text.contains(#"name="source" value="image""#))
    let fields = [("digits", sample.digits), ("ending", sample.ending)]
    #expect(try await client.post("/v", form: fields + [("source", "image")]).text.contains(note))
    #expect(try await !client.post("/v", form: fields).text.contains(note))
    let again = try await client.post("/v", form: [("digits", sample.digits), ("ending", "1"), ("source", "image")])
    #expect(again.text.contains(note) && again.text.contains("共4个字母或数字"))

    let challenge = try await client.ask(
      .post, "/api/v1/verify/file", headers: [.contentType: "image/png"], body: try fixture("code.png"))
    #expect(challenge.text.contains(#""source":"image""#))
    let question = #"{"digits":"\#(sample.digits)","ending":"\#(sample.ending)","source":"image"}"#
    let answer = try await client.post("/api/v1/verify/code", json: question)
    #expect(answer.text.contains(#""source":"image""#) && answer.text.contains(#""code":"PICTURE_CODE_ONLY""#))
  }

  /// What reads pictures may fail in any way: it is an answer, and counted as one.
  @Test func aPictureThatCannotBeReadIsAnAnswer() async throws {
    let client = try await VerificationClient()
    let answer = try await client.post("/verify/file", file: try fixture("finder-patterns.png"))
    #expect(answer.status == 200 && answer.text.contains("图片无法识读") && answer.text.contains("未作出核验结论"))
    #expect(
      try await client.metrics().contains(#"channel="page-file",code="IMAGE_READING_STOPPED"} 1"#)
    )
  }

  /// Whoever waits for a file longer than that is told so; an answer by number has its own, shorter time.
  @Test func aFileHasItsOwnTime() async throws {
    let client = try await VerificationClient {
      ($0.site.limits.fileSeconds, $0.service.limits.answerSeconds) = (0.2, 1000)
    }
    client.backend.mood = .hanging
    for file in [try fixture("code.png"), Array("%PDF-1.7 nothing".utf8)] {
      #expect(try await client.post("/verify/file", file: file).status == 503)
    }
    client.backend.mood = .well
  }

  @Test func whereTooManyFilesWaitOneMoreIsTurnedAway() async throws {
    let client = try await VerificationClient()
    client.backend.mood = .full
    let answer = try await client.post("/verify/file", file: try fixture("code.png"))
    #expect(answer.status == 503 && answer.headers[.retryAfter] == "5")
    #expect(
      try await client.metrics().contains(#"xinbao_refusals_total{limit="files-waiting"} 1"#))
  }

  /// Files that take long, from two addresses with all of the memory: what only waits makes room for others, whose sender is
  /// told when to come back; whoever holds the most is told that its files are too large.
  @Test func oneClientLeavesMemoryToOthers() async throws {
    let picture = try fixture("code.png")
    let client = try await VerificationClient { $0.service.limits.uploadBytes = 4 * picture.count }
    @Sendable func upload(from peer: String) async throws -> ServiceClient.Answer {
      try await client.ask(
        .post, "/api/v1/verify/file", headers: [.contentType: "image/png"], body: picture, from: peer)
    }
    func slow(from peer: String, until hanging: Int) async throws -> [Task<ServiceClient.Answer, any Error>] {
      let tasks = (0..<2).map { _ in Task { try await upload(from: peer) } }
      for _ in 0..<6000 where client.backend.hanging < hanging { try await Task.sleep(for: .milliseconds(10)) }
      return tasks
    }
    client.backend.mood = .hanging
    func hold(_ uploads: Int) async throws {
      for _ in 0..<6000 where client.service.environment.uploads.inHand.bytes < uploads * picture.count {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    let mine = try await slow(from: "203.0.113.7", until: 1)
    try await hold(2)
    let others = try await slow(from: "198.51.100.9", until: 2)
    try await hold(4)
    let third = try await upload(from: "203.0.113.7")
    #expect(third.status == 429 && third.headers[.retryAfter] == "5" && third.text.contains("UPLOADS_TOO_LARGE"))
    let honest = Task { try await upload(from: "192.0.2.1") }
    for _ in 0..<6000 where client.backend.hanging < 3 { try await Task.sleep(for: .milliseconds(10)) }
    client.backend.mood = .well
    #expect(try await honest.value.status == 200)
    var statuses: [Int] = []
    for task in mine + others {
      let answer = try await task.value
      statuses.append(answer.status)
      if answer.status == 503 { #expect(answer.headers[.retryAfter] == "5" && answer.text.contains("BUSY")) }
    }
    #expect(statuses.sorted() == [200, 200, 200, 503])
    #expect(try await upload(from: "203.0.113.7").status == 200)
    #expect(try await client.metrics().contains("xinbao_upload_bytes 0\n"))
  }
}
