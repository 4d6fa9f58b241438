import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing
import WebTesting

@testable import Web

/// A site of one page, under any root.
private struct SampleSite: Site {
  static let resources = SiteResources(templates: [])
  var root: String
  var isReadyNow = true
  let visits: LabelledCounter

  init(_ root: String, isReady: Bool = true) {
    (self.root, isReadyNow) = (root, isReady)
    let name = root.filter(\.isLetter)
    visits = LabelledCounter("visits_\(name)_total", help: "Visits.", labels: ["kind"])
  }

  var endpoints: [Endpoint] {
    let path = root == "/" ? "/page" : root + "/page"
    return [
      Endpoint(method: .get, path: path, limiter: nil) { _, _ in
        visits.count("page")
        return .text("page of \(root)")
      },
      Endpoint(method: .post, path: path, limiter: nil) { _, _ in throw CancellationError() },
      Endpoint(method: .post, path: root == "/" ? "/echo" : root + "/echo", limiter: nil) { request, _ in
        var bytes = 0
        for try await chunk in request.body { bytes += chunk.readableBytes }
        return .text("\(bytes)")
      },
    ]
  }
  var counters: [LabelledCounter] { [visits] }
  func checkReady() async throws { if !isReadyNow { throw CancellationError() } }
  var unavailable: ServiceError {
    ServiceError(status: .serviceUnavailable, code: "LOST", message: "\(root) is lost", text: "丢失")
  }
  func response(to refusal: ServiceError, at path: String) -> Response {
    .text("\(root): \(refusal.code) \(refusal.text)", status: refusal.status)
  }
}

@Suite struct WebServiceTests {
  private func client(
    _ sites: [any Site], _ change: (inout ServiceOptions) -> Void = { _ in }
  ) async throws -> ServiceClient {
    var options = ServiceOptions.patient
    change(&options)
    return try await ServiceClient(for: [SampleSite.self], options: options, now: 1_795_100_000) { _ in sites }
  }

  @Test func eachSiteAnswersAndRefusesAtItsOwnAddresses() async throws {
    let client = try await client([SampleSite("/"), SampleSite("/a"), SampleSite("/a/b")])
    for (path, root) in [("/page", "/"), ("/a/page", "/a"), ("/a/b/page", "/a/b")] {
      #expect(try await client.ask(.get, path).text == "page of \(root)")
      #expect(try await client.ask(.post, path).text == "\(root): LOST 丢失")
      for method in [HTTPRequest.Method.put, .trace, .connect, .options] {
        let answer = try await client.ask(method, path)
        #expect(answer.status == 405 && answer.headers[.allow] == "GET, HEAD, POST")
        #expect(answer.text.hasPrefix("\(root): METHOD_NOT_ALLOWED"))
      }
    }
    for (path, root) in [("/x", "/"), ("/ab", "/"), ("/a", "/a"), ("/a/x", "/a"), ("/a/bc", "/a"), ("/a/b/", "/a/b")] {
      let answer = try await client.ask(.get, path)
      #expect(answer.status == 404 && answer.text.hasPrefix("\(root): NOT_FOUND"), "\(path)")
    }
    // An error that no site expected is in the log, and in no answer.
    #expect(client.log.contains("CancellationError"))
  }

  @Test func aConnectionThatWasResetBeforeItWasTakenIsClosed() async throws {
    let connections = ConnectionShares(try await client([SampleSite("/")]).service.environment)
    let channel = EmbeddedChannel()
    #expect(!connections.admit(channel), "it has no address")
    channel.remoteAddress = try SocketAddress(ipAddress: "203.0.113.7", port: 4711)
    #expect(connections.admit(channel))
    _ = try channel.finish()
  }

  @Test func onlyWhatIsUnderstoodMayBeExpected() async throws {
    let client = try await client([SampleSite("/")])
    for expect in ["100-continue", "100-Continue"] {
      #expect(try await client.ask(.get, "/page", headers: [.expect: expect]).status == 200)
    }
    for expect in ["tea", "", "100-continue, tea"] {
      let answer = try await client.ask(.get, "/page", headers: [.expect: expect])
      #expect(answer.status == 417 && answer.headers[.connection] == "close")
      #expect(answer.text.hasPrefix("/: EXPECTATION_FAILED"))
    }
  }

  /// A body that nobody reads ends with its answer: it may be endless.
  @Test func aBodyThatNobodyReadsClosesTheConnection() async throws {
    let client = try await client([SampleSite("/")])
    for (method, path, body, closes) in [
      (HTTPRequest.Method.get, "/page", "", false), (.get, "/page", "x", true), (.put, "/page", "x", true),
      (.post, "/x", "x", true), (.post, "/echo", "x", false), (.post, "/echo", "", false),
    ] {
      let length = HTTPFields(dictionaryLiteral: (.contentLength, "\(body.utf8.count)"))
      let coding = HTTPFields(dictionaryLiteral: (.transferEncoding, "chunked"))
      for headers in body.isEmpty ? [length] : [length, coding] {
        let answer = try await client.ask(method, path, headers: headers, body: Array(body.utf8))
        #expect((answer.headers[.connection] == "close") == closes, "\(method) \(path) \(body)")
      }
    }
  }

  @Test func whereNoSiteIsAtTheRootTheNearestSpeaksForTheRest() async throws {
    let client = try await client([SampleSite("/a/b"), SampleSite("/a")])
    #expect(try await client.ask(.get, "/page").text.hasPrefix("/a: NOT_FOUND"))
  }

  @Test func aServiceIsReadyWhenAllOfItsSitesAre() async throws {
    let ready = try await client([SampleSite("/"), SampleSite("/a")])
    #expect(try await ready.ask(.get, "/readyz").text == "ready\n")
    let half = try await client([SampleSite("/"), SampleSite("/a", isReady: false)])
    #expect(try await half.ask(.get, "/readyz").status == 503)
    #expect(try await half.ask(.get, "/healthz").status == 200)
  }

  @Test func sitesCountBesideTheService() async throws {
    let client = try await client([SampleSite("/"), SampleSite("/a")])
    for _ in 0..<2 { _ = try await client.ask(.get, "/a/page") }
    let lines = try await client.metrics().split(separator: "\n")
    #expect(lines.contains(#"visits_a_total{kind="page"} 2"#) && lines.contains("# TYPE visits__total counter"))
    #expect(lines.contains(#"xinbao_http_requests_total{method="GET",route="/a/page",status="200"} 2"#))
  }

  @Test func sentencesCanBeTheServicesOwn() async throws {
    let client = try await client([SampleSite("/")]) {
      $0.texts = ["NOT_FOUND": "这里没有"]
      $0.limits.requestsAtOnce = 1
    }
    #expect(try await client.ask(.get, "/x").text == "/: NOT_FOUND 这里没有")
  }

  @Test func allSitesShareTheFilesOfTheirPages() async throws {
    let client = try await client([SampleSite("/a")])
    let style = try await client.ask(.get, "/assets/style.css")
    #expect(style.status == 200 && style.headers[.contentType] == "text/css; charset=utf-8")
    #expect(try await client.ask(.get, "/assets/layout.mustache").status == 404)
  }

  @Test func aFolderWithoutWhatASiteNeedsIsRefusedByName() async throws {
    struct Demanding: Site {
      static let resources = SiteResources(templates: ["nowhere"])
      let root = "/"
      let endpoints: [Endpoint] = []
      func checkReady() async throws {}
      var unavailable: ServiceError { .busy }
      func response(to refusal: ServiceError, at path: String) -> Response { .text("") }
    }
    let error = await #expect(throws: PageSetError.self) {
      try await PageSet(directory: templateFolder, for: [Demanding.self])
    }
    #expect(error?.description.contains("nowhere.mustache: is missing") == true)
  }

  /// Whoever builds without TLS is told so, and not served in the clear.
  @Test func aCertificateIsUsedOrRefused() async throws {
    let client = try await client([SampleSite("/")])
    var options = ServerOptions(host: "127.0.0.1", port: 0)
    options.certificate = ("/nowhere.pem", "/nowhere.key")
    let error = await #expect(throws: ServerError.self) {
      try await run(client.service, options, logger: Logger(label: "test"))
    }
    #expect(error?.description.contains("without TLS") == !ServerOptions.speaksTLS)
  }
}

@Suite struct LabelledCounterTests {
  @Test func labelsAreEscapedAndInOrder() {
    let counter = LabelledCounter("a_total", help: "All.", labels: ["x", "y"])
    for values in [("b", "1"), ("a", "2"), ("b", "1"), ("a", "\"\\\n")] { counter.count(values.0, values.1) }
    #expect(
      counter.lines == [
        "# HELP a_total All.", "# TYPE a_total counter", #"a_total{x="a",y="\"\\\n"} 1"#, #"a_total{x="a",y="2"} 1"#,
        #"a_total{x="b",y="1"} 2"#,
      ])
  }
}
