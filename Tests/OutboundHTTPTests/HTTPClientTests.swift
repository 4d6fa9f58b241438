import Foundation
import OutboundHTTP
import ScratchFolders
import Testing

@Suite(.serialized, .scratchFolders)
final class HTTPClientTests {
  let server: Server
  init() throws { server = try Server() }

  private func ask(
    _ path: String, body: HTTPQuestion.Body? = nil, headers: [String: String] = [:], seconds: Double = 20,
    bytes: Int = 100_000
  ) throws(HTTPFailure) -> HTTPAnswer {
    let client = HTTPClient(HTTPLimits(seconds: seconds, bytes: bytes))
    return try client.answer(to: HTTPQuestion(server.address + path, body: body, headers: headers))
  }

  private func problem(_ work: () throws(HTTPFailure) -> HTTPAnswer) -> HTTPFailure.Problem? {
    do throws(HTTPFailure) {
      _ = try work()
      return nil
    } catch { return error.problem }
  }

  private func told(_ answer: HTTPAnswer) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
  }

  @Test func aQuestionWithoutABodyIsAGET() throws {
    let answer = try ask("/echo?a=1", headers: ["Authorization": "Basic eA=="])
    #expect(answer.status == 200 && answer.type == "application/json")
    let question = try told(answer)
    #expect(question["method"] as? String == "GET" && question["path"] as? String == "/echo?a=1")
    let headers = try #require(question["headers"] as? [String: String])
    #expect(headers["authorization"] == "Basic eA==" && headers["cookie"] == nil && headers["expect"] == nil)
  }

  @Test(arguments: [0, 1, 3_000_000])
  func aQuestionWithABodyIsAPOST(size: Int) throws {
    let body = HTTPQuestion.Body(type: "application/pdf", bytes: [UInt8](repeating: 0, count: size))
    let question = try told(ask("/echo", body: body))
    #expect(question["method"] as? String == "POST" && question["body"] as? Int == size)
    let headers = try #require(question["headers"] as? [String: String])
    #expect(headers["content-type"] == "application/pdf" && headers["content-length"] == "\(size)")
    #expect(headers["expect"] == nil)
  }

  @Test func aRedirectIsAnAnswerAndNotFollowed() throws {
    #expect(try ask("/redirect").status == 302)
    let asked = String(decoding: try ask("/asked").body, as: UTF8.self)
    #expect(!asked.contains("/echo"))
  }

  @Test func anErrorOfTheServiceIsAnAnswer() throws {
    let answer = try ask("/status")
    #expect(answer.status == 503 && answer.body == Array("no".utf8) && answer.type == nil)
  }

  @Test func anAnswerIsAsLongAsAllowedAndNoByteLonger() throws {
    #expect(try ask("/fits").body.count == 100_000)
    #expect(problem { () throws(HTTPFailure) in try ask("/large") } == .size(bytes: 100_000))
  }

  /// What lies in the buffers of both sides leaves the server, and no more.
  @Test func anEndlessAnswerIsCutWhileItIsRead() throws {
    #expect(problem { () throws(HTTPFailure) in try ask("/endless") } == .size(bytes: 100_000))
    let sent = try #require(Int(String(decoding: try ask("/sent").body, as: UTF8.self)))
    #expect(sent < 32 << 20)
  }

  @Test func aPackedAnswerIsUnpacked() throws {
    #expect(try ask("/packed").body == Array(String(repeating: "packed ", count: 100).utf8))
  }

  @Test func aBombIsCutByWhatItUnpacksTo() {
    #expect(problem { () throws(HTTPFailure) in try ask("/bomb") } == .size(bytes: 100_000))
  }

  @Test(arguments: ["/drip", "/silent"])
  func theTimeIsThatOfAllOfIt(path: String) {
    let start = ContinuousClock.now
    #expect(problem { () throws(HTTPFailure) in try ask(path, seconds: 0.5) } == .time(seconds: 0.5))
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func anAnswerThatBreaksOffIsNone() throws {
    guard case .transfer(let words) = problem({ () throws(HTTPFailure) in try ask("/short") }) else {
      Issue.record("an answer")
      return
    }
    #expect(words.contains("996 bytes"))
  }

  @Test func headersEndToo() {
    guard case .transfer(let words) = problem({ () throws(HTTPFailure) in try ask("/headers") }) else {
      Issue.record("an answer")
      return
    }
    #expect(words == "headers of more than 65536 bytes")
  }

  @Test func aCertificateThatNobodyVouchesForIsRefused() {
    let client = HTTPClient(HTTPLimits(seconds: 20, bytes: 1000))
    let question = HTTPQuestion("\(server.safeAddress)/echo")
    guard case .transfer(let words) = problem({ () throws(HTTPFailure) in try client.answer(to: question) }) else {
      Issue.record("an answer")
      return
    }
    #expect(words.contains("certificate"))
  }

  @Test func whereNobodyListensIsToldWithoutWhatTheAddressHides() throws {
    let address = server.closedAddress.replacing("//", with: "//name:word@") + "/path?code=hidden#part"
    let failure = try #require(throws: HTTPFailure.self) {
      try HTTPClient(HTTPLimits(seconds: 20, bytes: 1000)).answer(to: HTTPQuestion(address))
    }
    #expect(failure.address == server.closedAddress + "/path")
    #expect(!"\(failure)".contains("hidden") && !"\(failure)".contains("word"))
    guard case .transfer = failure.problem else {
      Issue.record("\(failure)")
      return
    }
  }

  @Test func aTaskWaitsOnAThreadOfItsOwn() async throws {
    let client = HTTPClient(HTTPLimits(seconds: 20, bytes: 1000))
    let question = HTTPQuestion("\(server.address)/echo")
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 { group.addTask { try await client.answer(to: question).status } }
      for try await status in group { #expect(status == 200) }
    }
  }

  @Test func aCancelledTaskGivesUp() async throws {
    let client = HTTPClient(HTTPLimits(seconds: 25, bytes: 1000))
    let question = HTTPQuestion("\(server.address)/silent")
    let start = ContinuousClock.now
    let task = Task { () async -> HTTPFailure.Problem? in
      do throws(HTTPFailure) {
        _ = try await client.answer(to: question)
        return nil
      } catch { return error.problem }
    }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    #expect(await task.value == .cancelled)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
