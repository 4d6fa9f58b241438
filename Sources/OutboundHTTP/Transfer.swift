import CCurl
import Synchronization

/// One request in progress. What the callbacks write is read only after `run`, on the same thread; other threads touch
/// only the flag.
final class Transfer: @unchecked Sendable {
  private let question: HTTPQuestion
  private let limits: HTTPLimits
  private let address: HTTPAddress
  private let isCancelled = Atomic(false)

  private var body: [UInt8] = []
  private var headerBytes = 0
  private var isTooLong = false

  /// Total bytes of all headers; far more than any service sends.
  private static let maximumHeaders = 1 << 16
  /// Once per program; safe on any thread since libcurl 7.84.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(_ question: HTTPQuestion, _ limits: HTTPLimits) throws(HTTPFailure) {
    guard let address = HTTPAddress(question.address) else {
      throw HTTPFailure(address: question.address, problem: .address)
    }
    (self.question, self.limits, self.address) = (question, limits, address)
    guard Self.isReady else { throw failure(.transfer("libcurl does not start")) }
    let values = question.headers.merging(question.body.map { ["Content-Type": $0.type] } ?? [:]) { $1 }
    for (name, value) in values where (name + value).utf8.contains(where: { [0, 10, 13].contains($0) }) {
      throw failure(.header(name))
    }
  }

  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  func run() throws(HTTPFailure) -> HTTPAnswer {
    let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    defer { words.deallocate() }
    guard let curl = curl_easy_init() else { throw failure(.transfer("no memory")) }
    defer { curl_easy_cleanup(curl) }
    let headers = headerList()
    defer { curl_slist_free_all(headers) }
    let start = ContinuousClock.now
    let code = (question.body?.bytes ?? []).withUnsafeBytes { bytes in
      prepare(curl, headers, bytes, words) ?? withoutPipeSignal { curl_easy_perform(curl) }
    }
    guard code == CURLE_OK else {
      throw failure(problem(code, String(cString: words), after: ContinuousClock.now - start))
    }
    var status = 0
    var type: UnsafePointer<CChar>?
    xinbao_curl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
    xinbao_curl_get_text(curl, CURLINFO_CONTENT_TYPE, &type)
    let name = type.map { String(cString: $0).prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased() }
    return HTTPAnswer(status: status, type: name, body: body)
  }

  /// Nil if everything is set, else the first error: an option that this libcurl does not know must not go unnoticed.
  private func prepare(
    _ curl: UnsafeMutableRawPointer, _ headers: UnsafeMutablePointer<curl_slist>?, _ bytes: UnsafeRawBufferPointer,
    _ errorWords: UnsafeMutablePointer<CChar>
  ) -> CURLcode? {
    let own = Unmanaged.passUnretained(self).toOpaque()
    var codes = [
      xinbao_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorWords),
      xinbao_curl_set_pointer(curl, CURLOPT_CURLU, UnsafeRawPointer(address.handle)),
      xinbao_curl_set_pointer(curl, CURLOPT_PROTOCOLS_STR, "http,https"),
      xinbao_curl_set_long(curl, CURLOPT_FOLLOWLOCATION, 0),
      xinbao_curl_set_long(curl, CURLOPT_SSL_VERIFYPEER, 1),
      xinbao_curl_set_long(curl, CURLOPT_SSL_VERIFYHOST, 2),
      xinbao_curl_set_long(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      // Signals belong to the program: otherwise libcurl would change SIGALRM and SIGPIPE for all threads.
      xinbao_curl_set_long(curl, CURLOPT_NOSIGNAL, 1),
      xinbao_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits.connectSeconds)),
      xinbao_curl_set_long(curl, CURLOPT_TIMEOUT_MS, milliseconds(limits.seconds)),
      xinbao_curl_set_pointer(curl, CURLOPT_ACCEPT_ENCODING, "gzip, deflate"),
      xinbao_curl_set_pointer(curl, CURLOPT_USERAGENT, "xinbao"),
      xinbao_curl_set_pointer(curl, CURLOPT_HTTPHEADER, headers),
      // Suppresses what a proxy sends before the answer.
      xinbao_curl_set_long(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      xinbao_curl_set_pointer(curl, CURLOPT_WRITEDATA, own),
      xinbao_curl_set_receiver(curl, CURLOPT_WRITEFUNCTION) { bytes, _, count, transfer in
        Transfer.at(transfer).receive(UnsafeRawBufferPointer(start: bytes, count: count))
      },
      xinbao_curl_set_pointer(curl, CURLOPT_HEADERDATA, own),
      xinbao_curl_set_receiver(curl, CURLOPT_HEADERFUNCTION) { _, _, count, transfer in
        Transfer.at(transfer).receive(header: count)
      },
      xinbao_curl_set_long(curl, CURLOPT_NOPROGRESS, 0),
      xinbao_curl_set_pointer(curl, CURLOPT_XFERINFODATA, own),
      xinbao_curl_set_progress(curl) { transfer, _, _, _, _ in
        Transfer.at(transfer).isCancelled.load(ordering: .relaxed) ? 1 : 0
      },
    ]
    if let socket = question.socket {
      codes += [
        xinbao_curl_set_pointer(curl, CURLOPT_UNIX_SOCKET_PATH, socket),
        // Whatever proxy the environment names: it is not asked for what is on this machine.
        xinbao_curl_set_pointer(curl, CURLOPT_NOPROXY, "*"),
      ]
    }
    if question.body != nil {
      codes += [
        xinbao_curl_set_long(curl, CURLOPT_POST, 1),
        xinbao_curl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)),
        // With a null pointer, libcurl would ask a callback for the body.
        bytes.isEmpty
          ? xinbao_curl_set_pointer(curl, CURLOPT_COPYPOSTFIELDS, "")
          : xinbao_curl_set_pointer(curl, CURLOPT_POSTFIELDS, bytes.baseAddress),
      ]
    }
    return codes.first { $0 != CURLE_OK }
  }

  private func headerList() -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    // Disables the header: a body of a megabyte would wait a second for servers that do not know it.
    list = curl_slist_append(list, "Expect:")
    if let body = question.body { list = curl_slist_append(list, "Content-Type: \(body.type)") }
    for (name, value) in question.headers.sorted(by: { $0.key < $1.key }) {
      list = curl_slist_append(list, "\(name): \(value)")
    }
    return list
  }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> Transfer {
    guard let pointer else { preconditionFailure("libcurl calls back without what it was given") }
    return Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Returning another number than the one given ends the transfer.
  private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= limits.bytes else {
      isTooLong = true
      return 0
    }
    body += bytes
    return bytes.count
  }

  private func receive(header count: Int) -> Int {
    headerBytes += count
    return headerBytes <= Self.maximumHeaders ? count : 0
  }

  private func problem(_ code: CURLcode, _ words: String, after time: Duration) -> HTTPFailure.Problem {
    if isTooLong { return .size(bytes: limits.bytes) }
    switch code {
    case CURLE_ABORTED_BY_CALLBACK: return .cancelled
    case CURLE_OPERATION_TIMEDOUT:
      // Tells which of the two limits was exceeded; a moment too early is due to the clock.
      let isWhole = time >= .seconds(limits.seconds * 0.99)
      return .time(seconds: isWhole ? limits.seconds : limits.connectSeconds)
    case CURLE_WRITE_ERROR where headerBytes > Self.maximumHeaders:
      return .transfer("headers of more than \(Self.maximumHeaders) bytes")
    default: return .transfer(words.isEmpty ? String(cString: curl_easy_strerror(code)) : words)
    }
  }

  private func failure(_ problem: HTTPFailure.Problem) -> HTTPFailure {
    HTTPFailure(address: address.withoutSecrets, problem: problem)
  }

  /// 0 would mean no limit.
  private func milliseconds(_ seconds: Double) -> Int { max(1, Int(min(seconds, 86_400) * 1000)) }
}
