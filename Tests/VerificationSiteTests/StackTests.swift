import Attestation
import Foundation
import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

/// Many reports on one page.
@Suite struct StackTests {
  private let twoLines = "20261118181640123K7Q2Z ABCD-EFGH\n20261118181640123K7Q2Z ABCD-EFGJ"

  /// What a browser sends: files, and fields.
  private func send(
    _ client: VerificationClient, _ path: String = "/stack", files: [(name: String, bytes: [UInt8])] = [],
    fields: [(String, String)] = [], from peer: String = "198.51.100.7"
  ) async throws -> ServiceClient.Answer {
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array("--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    for file in files {
      let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n"
      body += Array(head.utf8) + file.bytes + Array("\r\n".utf8)
    }
    body += Array("--XX--\r\n".utf8)
    return try await client.ask(
      .post, path, headers: [.contentType: "multipart/form-data; boundary=XX"], body: body, from: peer)
  }

  /// The page to which a browser is led.
  private func table(_ client: VerificationClient, _ sent: ServiceClient.Answer) async throws -> String {
    #expect(sent.status == 303, "\(sent.text)")
    return try await client.ask(.get, try #require(sent.headers[.location])).text
  }

  private func damaged(_ count: Int) -> [(name: String, bytes: [UInt8])] {
    (0..<count).map { ("r\($0).pdf", Array("%PDF-1.7 nothing \($0)".utf8)) }
  }

  /// Going back or loading again sends nothing once more: the table has an address of its own.
  @Test func theTableIsSeenAtAnAddressOfItsOwn() async throws {
    let client = try await VerificationClient()
    let sent = try await send(client, files: damaged(1), fields: [("list", twoLines), ("agency", "GD-07")])
    let page = try await table(client, sent)
    #expect(page.contains("共<strong>3份</strong>") && page.contains("COPY_UNREADABLE"))
    #expect(page.contains("NUMBER_OR_CODE_WRONG") && page.contains(client.backend.sample.claims.subject))
    let location = try #require(sent.headers[.location])
    #expect(location.utf8.count == "/stack/".utf8.count + 43, "nobody guesses it")
    #expect(client.backend.inquiries.map(\.channel) == [.pageFile, .pageNumber, .pageNumber])
    #expect(client.backend.inquiries.allSatisfy { $0.agency == "GD-07" })
    #expect(try await client.ask(.get, location).text == page && client.backend.inquiries.count == 3)
  }

  @Test func problemsStandFirst() async throws {
    let client = try await VerificationClient()
    let list = twoLines + "\n\(try client.backend.sample.forgedDigits()) 0000"
    let page = try await table(client, send(client, fields: [("list", list)]))
    let marks = ["BAD_SIGNATURE", "<code>VALID", "NUMBER_OR_CODE_WRONG"].map { page.range(of: $0)?.lowerBound }
    let places = try marks.map { try #require($0, "\(page)") }
    #expect(places == places.sorted())
  }

  @Test func theTableIsTakenAlong() async throws {
    let client = try await VerificationClient()
    let sent = try await send(client, files: [("=a.pdf", Array("%PDF-1.7".utf8))], fields: [("list", twoLines)])
    let location = try #require(sent.headers[.location])
    let csv = try await client.ask(.get, location + "/results.csv")
    #expect(csv.text.hasPrefix("\u{FEFF}序号,文件") && csv.text.contains("\r\n1,'=a.pdf,"))
    #expect(csv.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"results.csv\"") == true)
    #expect(csv.text.contains("R-7K2Q"), "the receipt of each report is in it")
    let workbook = try await client.ask(.get, location + "/results.xlsx")
    #expect(workbook.status == 200 && workbook.body.starts(with: Array("PK".utf8)))
    #expect(workbook.headers[.cacheControl] == "no-store")
    for missing in ["/results.json", "/results.pdf", "/other.csv"] {
      #expect(try await client.ask(.get, location + missing).status == 404)
    }
  }

  @Test func aTableIsKeptForAWhileOnly() async throws {
    let client = try await VerificationClient()
    let location = try #require(
      try await send(client, fields: [("list", twoLines)]).headers[.location])
    client.time.pass(1801)
    let gone = try await client.ask(.get, location)
    #expect(gone.status == 404 && gone.text.contains("只保留30分钟"))
    #expect(try await client.ask(.get, "/stack/0000").status == 404)
  }

  /// Of a picture only the code counts: nothing is told of the report before the ending on the paper is typed.
  @Test func endingsAreTypedIntoTheTable() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let sent = try await send(client, files: [("photo.png", try fixture("code.png"))])
    let location = try #require(sent.headers[.location])
    let page = try await client.ask(.get, location).text
    #expect(page.contains("ENDING_NEEDED") && page.contains("name=\"ending.0\""))
    #expect(!page.contains(sample.claims.subject) && !page.contains(sample.claims.number))

    let wrong = try await client.post(location, form: [("ending.0", "0000")])
    #expect(wrong.status == 303)
    let again = try await client.ask(.get, location).text
    #expect(
      again.contains("OTHER_PAPER") && again.contains("name=\"ending.0\"") && !again.contains(sample.claims.subject))

    _ = try await client.post(location, form: [("ending.0", sample.ending), ("ending.7", "1234")])
    let told = try await client.ask(.get, location).text
    #expect(told.contains(sample.claims.subject) && told.contains("仅按图片中的二维码核验") && !told.contains("ending.0"))
    #expect(told.contains("须与纸质报告逐项比对") && told.contains("photo.png"))
  }

  @Test func aCodeWithItsEndingIsAnsweredAtOnce() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let list = "\(sample.digits) \(sample.ending)\nhttps://verify.xinbao.example/v#\(sample.digits) 0000"
    let page = try await table(client, send(client, fields: [("list", list)]))
    #expect(page.contains(sample.claims.subject) && page.contains("OTHER_PAPER"))
  }

  /// The script sends one after the other and shows the same table.
  @Test func theScriptSendsOneAfterTheOther() async throws {
    let client = try await VerificationClient()
    func stack(_ answer: ServiceClient.Answer) throws -> String {
      #expect(answer.status == 200, "\(answer.text)")
      return try #require(try object(answer)["stack"] as? String)
    }
    let files = damaged(2)
    let id = try stack(
      try await send(client, "/stack/rows", files: [files[0]], fields: [("place", "0"), ("agency", "")]))
    let more: [(String, String)] = [("stack", id)]
    #expect(try stack(try await send(client, "/stack/rows", files: [files[1]], fields: more + [("place", "1")])) == id)
    let unsent = more + [("place", "2"), ("unsent", "large.pdf"), ("reason", "size")]
    #expect(try stack(try await send(client, "/stack/rows", fields: unsent)) == id)
    let list = more + [("place", "3"), ("list", twoLines)]
    let last = try object(try await send(client, "/stack/rows", fields: list))
    // A report under a key for trying out is one, too.
    #expect(last["problems"] as? Int == 5)
    let page = try await client.ask(.get, "/stack/\(id)").text
    #expect(page.contains("共<strong>5份</strong>") && page.contains("large.pdf") && page.contains("文件过大，没有上传"))
    for fields in [[("place", "99"), ("list", twoLines)], [("place", "100")], [("place", "-1")], []] {
      #expect(try await send(client, "/stack/rows", fields: fields).status == 413)
    }
    #expect(try await send(client, "/stack/rows", fields: [("stack", "x"), ("place", "0")]).status == 404)
  }

  /// Half of a table must not pass for the whole.
  @Test func whatWasNotSentWhenSomebodyStoppedIsARow() async throws {
    let client = try await VerificationClient { $0.site.rates.stacks = Rate(burst: 2, perSecond: 0.001) }
    let first = try await send(client, "/stack/rows", files: damaged(1), fields: [("place", "0"), ("total", "7")])
    let id = try #require(try object(first)["stack"] as? String)
    #expect(try object(first)["problems"] as? Int == 1)
    let stopped = [
      ("stack", id), ("place", "0"), ("unsent", "r0.pdf\r\nb.pdf\nc.pdf"), ("list", twoLines), ("reason", "stopped"),
    ]
    let told = try await send(client, "/stack/rows", fields: stopped)
    #expect(told.status == 200, "what is not sent costs no more than its request")
    let csv = try await client.ask(.get, "/stack/\(id)/results.csv").text
    let rows = csv.split(separator: "\r\n").dropFirst().map(String.init)
    #expect(rows.count == 7 && rows[0].contains("r0.pdf") && rows[0].contains("COPY_UNREADABLE"), "\(csv)")
    for (row, given) in zip(rows[1...4], ["b.pdf", "c.pdf", "清单第1行", "清单第2行"]) {
      #expect(row.contains(given) && row.contains("NOT_SENT") && row.contains("未核验：已停止"), "\(row)")
    }
    for (row, given) in zip(rows[5...], ["第6份", "第7份"]) {
      #expect(row.contains(given) && row.contains("NOT_SENT") && row.contains("没有收到这一份"), "\(row)")
    }
    #expect(try await client.ask(.get, "/stack/\(id)").text.contains("共<strong>7份</strong>"))
  }

  /// A stranger chooses the names, and a page must not consist of one.
  @Test func namesAreShownUpToALength() async throws {
    let client = try await VerificationClient()
    let name = String(repeating: "<", count: 200_000)
    let sent = try await send(client, "/stack/rows", fields: [("place", "0"), ("unsent", name)])
    let id = try #require(try object(sent)["stack"] as? String)
    #expect(try await client.ask(.get, "/stack/\(id)").body.count < 20_000)
    let many = Array(repeating: "a", count: 5000).joined(separator: "\n")
    #expect(try await send(client, "/stack/rows", fields: [("place", "0"), ("unsent", many)]).status == 413)
    #expect(try await send(client, "/stack/rows", fields: [("place", "0"), ("unsent", "")]).status == 400)
  }

  @Test func aTableCostsAccordingToItsRows() async throws {
    let client = try await VerificationClient { $0.service.pageRate = Rate(burst: 3, perSecond: 0.001) }
    let names = (1...50).map { "\($0).pdf" }.joined(separator: "\n")
    let sent = try await send(client, "/stack/rows", fields: [("place", "0"), ("unsent", names)])
    let id = try #require(try object(sent)["stack"] as? String)
    #expect(try await client.ask(.get, "/stack/\(id)").status == 200)
    #expect(try await client.ask(.get, "/stack/\(id)").status == 429)
  }

  @Test func tooManyAreRefusedBeforeAnyIsVerified() async throws {
    let client = try await VerificationClient { $0.site.limits.stackReports = 3 }
    let sent = try await send(client, files: damaged(2), fields: [("list", twoLines)])
    #expect(sent.status == 413 && sent.text.contains("一次最多核验3份"))
    let many = try await send(client, files: damaged(20))
    #expect(many.status == 413 && many.text.contains("一次最多核验3份"))
    #expect(client.backend.inquiries.isEmpty)
    let none = try await send(client, files: [("", [])], fields: [("list", " \n")])
    #expect(none.status == 400 && none.text.contains("请选择文件，或者填写清单"))
  }

  @Test func theSizeOfAllFilesTogetherIsLimited() async throws {
    let client = try await VerificationClient {
      ($0.site.limits.stackBytes, $0.site.limits.stackList, $0.site.limits.stackReports) = (1000, 1000, 1)
    }
    let sent = try await send(client, files: [("a.pdf", Array(repeating: 32, count: 20_000))])
    #expect(sent.status == 413 && sent.text.contains("合计不超过40MB"))
  }

  /// One that cannot be verified is its own row; the others are answered.
  @Test func oneFailureIsNotTheEndOfTheStack() async throws {
    let client = try await VerificationClient { $0.site.limits.picture = 10 }
    let files = [("large.png", try fixture("code.png"))] + damaged(1)
    let page = try await table(client, send(client, files: files))
    #expect(page.contains("BODY_TOO_LARGE") && page.contains("未能核验") && page.contains("COPY_UNREADABLE"))
  }

  @Test func whatIsLeftWhenTheTimeIsOverSaysSo() async throws {
    let client = try await VerificationClient { $0.site.limits.stackSeconds = 0 }
    let page = try await table(client, send(client, files: damaged(2)))
    #expect(page.contains("本批核验时间已到") && client.backend.inquiries.isEmpty)
  }

  @Test func neitherNamesNorContentsAreLogged() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let list = twoLines + "\n\(sample.digits) \(sample.ending)"
    let sent = try await send(client, files: [("张示例.pdf", Array("%PDF-1.7".utf8))], fields: [("list", list)])
    let location = try #require(sent.headers[.location])
    _ = try await client.ask(.get, location)
    client.backend.mood = .failing
    _ = try await send(client, fields: [("list", list)])
    #expect(client.log.contains(#""route":"/stack/{id}""#) && client.log.contains("connection lost"))
    for secret in ["张示例", sample.digits, fixtureNumber, sample.claims.subject, String(location.dropFirst(7))] {
      #expect(!client.log.contains(secret), "the log holds \(secret)")
    }
  }

  /// Work is counted, not requests: a clerk with a stack is let in, and who sends stack after stack waits.
  @Test func aStackCostsWhatItsReportsCost() async throws {
    let client = try await VerificationClient { $0.site.rates.stacks = Rate(burst: 20, perSecond: 10.0 / 60) }
    for _ in 0..<2 { #expect(try await send(client, files: damaged(10)).status == 303) }
    let third = try await send(client, files: damaged(10))
    #expect(third.status == 429 && third.headers[.retryAfter] == "6")
    #expect(try await send(client, files: damaged(1), from: "203.0.113.5").status == 303, "another client")
    #expect(try await client.post("/verify/file", file: Array("%PDF-1.7".utf8)).status == 200, "single reports go on")
    client.time.pass(60)
    #expect(try await send(client, files: damaged(10)).status == 303)
    #expect(try await client.metrics().contains(#"xinbao_refusals_total{limit="stacks"} 1"#))
  }

  @Test func whatIsRefusedCostsLittle() async throws {
    let client = try await VerificationClient {
      ($0.site.rates.stacks, $0.site.limits.stackReports) = (Rate(burst: 10, perSecond: 0.001), 5)
    }
    for _ in 0..<5 { #expect(try await send(client, files: damaged(6)).status == 413) }
    #expect(try await send(client, files: damaged(5)).status == 303)
    #expect(try await send(client, files: damaged(1)).status == 429)
  }

  @Test func aPictureCostsMoreThanAPDF() async throws {
    let client = try await VerificationClient { $0.site.rates.stacks = Rate(burst: 6, perSecond: 0.001) }
    let photos = [("a.png", try fixture("blank.png")), ("b.png", try fixture("blank.png"))]
    #expect(try await send(client, files: photos).status == 303)
    #expect(try await send(client, files: damaged(1)).status == 429)
  }
}
