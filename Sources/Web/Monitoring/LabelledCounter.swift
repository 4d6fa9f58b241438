import Synchronization

/// A counter of Prometheus with labels, which a site adds to the service's own. Its labels' values are codes and the like:
/// a bounded number of series, and nothing of anybody in them.
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

  /// - Parameter values: one for each label, in their order.
  public func count(_ values: String...) {
    precondition(values.count == labels.count, "\(name) has \(labels.count) labels")
    counts.withLock { $0[values, default: 0] += 1 }
  }

  /// In the text format of Prometheus, without a line feed at the end.
  var lines: [String] {
    let counts = counts.withLock { $0 }
    return ["# HELP \(name) \(help)", "# TYPE \(name) counter"]
      + counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { values, count in
        let pairs = zip(labels, values).map { "\($0)=\"\(Metrics.escaped($1))\"" }
        return "\(name){\(pairs.joined(separator: ","))} \(count)"
      }
  }
}
