import Synchronization

/// A Prometheus counter with labels that a site adds to the service's own. Label values are codes and the like, so the
/// number of series is bounded and they contain no personal data.
public final class LabelledCounter: Sendable {
  public let name: String
  private let help: String
  private let labels: [String]
  private let counts = Mutex<[[String]: UInt64]>([:])

  /// - Parameters:
  ///   - name: `xinbao_answers_total`.
  ///   - help: one line.
  public init(_ name: String, help: String, labels: [String]) {
    (self.name, self.help, self.labels) = (name, help, labels)
  }

  /// - Parameter values: one per label, in their order.
  public func count(_ values: String...) {
    precondition(values.count == labels.count, "\(name) has \(labels.count) labels")
    counts.withLock { $0[values, default: 0] += 1 }
  }

  /// In Prometheus text format, without a trailing line feed.
  var lines: [String] {
    let counts = counts.withLock { $0 }
    return ["# HELP \(name) \(help)", "# TYPE \(name) counter"]
      + counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { values, count in
        let pairs = zip(labels, values).map { "\($0)=\"\(Metrics.escaped($1))\"" }
        return "\(name){\(pairs.joined(separator: ","))} \(count)"
      }
  }
}
