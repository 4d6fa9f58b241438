import CivilTime
import JSON
public import Logging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A log handler that writes one JSON object per line.
public struct JSONLog: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level
  private let label: String
  /// Milliseconds since 1970.
  private let now: @Sendable () -> Int64
  /// Receives a line with its line feed; called from any thread, once per line.
  private let write: @Sendable ([UInt8]) -> Void

  public init(
    label: String, level: Logger.Level, now: @escaping @Sendable () -> Int64,
    write: @escaping @Sendable ([UInt8]) -> Void = writeToStandardError
  ) {
    (self.label, logLevel, self.now, self.write) = (label, level, now, write)
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var pairs: [(String, JSONValue)] = [
      ("time", .string(BeijingTime(millisecondsSince1970: now()).utcText)), ("level", .string(event.level.rawValue)),
      ("label", .string(label)), ("message", .string("\(event.message)")),
    ]
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { pairs.append((key, Self.json(value))) }
    write(JSONValue.object(pairs).bytes + [UInt8(ascii: "\n")])
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .stringConvertible(let number as Int): .integer(Int64(number))
    case .array(let values): .array(values.map(json))
    case .dictionary(let values): .object(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    default: .string(value.description)
    }
  }
}

/// Written in one call, so that lines of several threads do not mix. A closed reader stops nothing.
@Sendable public func writeToStandardError(_ line: [UInt8]) {
  line.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count {
      let written = write(STDERR_FILENO, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      guard written > 0 || errno == EINTR else { return }
      done += max(0, written)
    }
  }
}

/// An error in a form that is safe to log: short, and without runs of digits, which could be somebody's number.
package func loggable(_ error: any Error) -> String {
  var text = ""
  var digits = 0
  for character in String(describing: error).prefix(300) {
    guard character.isNumber else {
      digits = 0
      text.append(character)
      continue
    }
    digits += 1
    if digits <= 3 { text.append(character) } else if digits == 4 { text.append("…") }
  }
  return text
}
