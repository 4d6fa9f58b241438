import Synchronization

/// Counters of the service's work, in Prometheus text format (version 0.0.4). Labels are route patterns, codes and
/// statuses, so the number of series is bounded and they contain no personal data.
public final class Metrics: Sendable {
  private struct Route: Hashable {
    var method: String, route: String, status: Int
  }
  private struct Histogram {
    var counts = [UInt64](repeating: 0, count: Metrics.bounds.count + 1)
    var sum = 0.0
  }
  private struct State {
    var requests: [Route: UInt64] = [:]
    var durations: [String: Histogram] = [:]
    var refusals: [String: UInt64] = [:]
    var inHand = 0
    var arriving = 0
  }
  /// Upper bounds of the buckets, in seconds.
  private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  private let state = Mutex(State())
  /// Seconds since 1970.
  private let startedAt: Int64

  public init(startedAt: Int64) { self.startedAt = startedAt }

  /// Counts a request as in progress, even if it has to be refused; `end` follows in any case.
  /// - Returns: false if there are too many.
  func begin(limit: Int) -> Bool {
    state.withLock { state in
      state.inHand += 1
      return state.inHand <= limit
    }
  }

  func end(method: String, route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.inHand -= 1
      state.requests[Route(method: method, route: route, status: status), default: 0] += 1
      let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
      state.durations[route, default: Histogram()].counts[bucket] += 1
      state.durations[route, default: Histogram()].sum += seconds
    }
  }

  /// While its body arrives, a request is not in progress: it costs little more than its connection.
  func whileArriving<Body>(_ receive: () async throws -> Body) async rethrows -> Body {
    state.withLock { ($0.inHand, $0.arriving) = ($0.inHand - 1, $0.arriving + 1) }
    defer { state.withLock { ($0.inHand, $0.arriving) = ($0.inHand + 1, $0.arriving - 1) } }
    return try await receive()
  }

  /// Whether no more requests are in progress than may be.
  func isWithin(limit: Int) -> Bool { state.withLock { $0.inHand <= limit } }

  /// - Parameter limit: the limit that was reached.
  public func count(refusal limit: String) { state.withLock { $0.refusals[limit, default: 0] += 1 } }

  /// - Parameters:
  ///   - uploads: arriving or being verified: how many, and their bytes.
  ///   - residentBytes: of the process, if known.
  ///   - counters: of the sites.
  func text(uploads: (count: Int, bytes: Int), residentBytes: Int?, counters: [LabelledCounter] = []) -> String {
    let state = state.withLock { $0 }
    var lines: [String] = []
    func head(_ name: String, _ type: String, _ help: String) {
      lines.append("# HELP \(name) \(help)")
      lines.append("# TYPE \(name) \(type)")
    }
    head("xinbao_http_requests_total", "counter", "Requests answered, by method, route pattern and status.")
    for (key, count) in state.requests.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      let labels = "method=\"\(key.method)\",route=\"\(Self.escaped(key.route))\",status=\"\(key.status)\""
      lines.append("xinbao_http_requests_total{\(labels)} \(count)")
    }
    head("xinbao_http_request_seconds", "histogram", "From a request's head to its answer, by route pattern.")
    for (route, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
      var total: UInt64 = 0
      for (index, count) in histogram.counts.enumerated() {
        total += count
        let bound = index < Self.bounds.count ? "\(Self.bounds[index])" : "+Inf"
        lines.append("xinbao_http_request_seconds_bucket{route=\"\(Self.escaped(route))\",le=\"\(bound)\"} \(total)")
      }
      lines.append("xinbao_http_request_seconds_sum{route=\"\(Self.escaped(route))\"} \(histogram.sum)")
      lines.append("xinbao_http_request_seconds_count{route=\"\(Self.escaped(route))\"} \(total)")
    }
    lines += counters.flatMap(\.lines)
    head("xinbao_refusals_total", "counter", "Requests turned away by a limit, by limit.")
    for (limit, count) in state.refusals.sorted(by: { $0.key < $1.key }) {
      lines.append("xinbao_refusals_total{limit=\"\(limit)\"} \(count)")
    }
    head("xinbao_requests_in_hand", "gauge", "Requests being answered.")
    lines.append("xinbao_requests_in_hand \(state.inHand)")
    head("xinbao_requests_arriving", "gauge", "Requests whose body is still arriving.")
    lines.append("xinbao_requests_arriving \(state.arriving)")
    head("xinbao_uploads_in_hand", "gauge", "Uploads being received or verified.")
    lines.append("xinbao_uploads_in_hand \(uploads.count)")
    head("xinbao_upload_bytes", "gauge", "Memory of the uploads being received or verified.")
    lines.append("xinbao_upload_bytes \(uploads.bytes)")
    head("process_start_time_seconds", "gauge", "Start of the process, seconds since 1970.")
    lines.append("process_start_time_seconds \(startedAt)")
    if let residentBytes {
      head("process_resident_memory_bytes", "gauge", "Resident memory.")
      lines.append("process_resident_memory_bytes \(residentBytes)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func escaped(_ label: String) -> String {
    label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
