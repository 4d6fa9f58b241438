import CivilTime
import Crypto
import Gathering
import Hexadecimal
import JSON
import Records

/// What a notice says of its days, however wrong the rest of it is: a table lies there that nobody takes in, so that the
/// days must not count as looked through.
struct StatedDays: Equatable {
  /// Nil: not to be understood.
  var kind: DeliveryKind?
  /// From the earliest day to the latest that it names.
  var days: ClosedRange<CalendarDate>
  /// As written.
  var categories: [String] = []
  /// Those that have a name: as the notice says, be they there or not.
  var files: [DeliveredFile] = []

  /// - Returns: nil if it names no days, or says nothing that covers days. A nil return comes without a table.
  init?(notice bytes: [UInt8]) {
    guard let document = try? DeliverySidecar.document(bytes), document.nodes.first?.kind == .object else { return nil }
    var days: [CalendarDate] = []
    var namesFiles = false
    for key in document.children(of: 0) {
      let value = key + 1
      let isText = document.nodes[value].kind == .string
      switch DeliverySidecar.members.key(of: document.text(of: key)) {
      case "from" where isText, "through" where isText:
        if let day = CalendarDate(text: document.text(of: value)) { days.append(day) }
      case "kind" where isText:
        kind = DeliverySidecar.kinds.key(of: document.text(of: value)).flatMap(DeliveryKind.init(rawValue:))
      case "categories" where document.nodes[value].kind == .array:
        categories += document.children(of: value).map(document.text(of:))
      case "files":
        namesFiles = document.nodes[value].kind != .array || document.children(of: value).contains { _ in true }
        if document.nodes[value].kind == .array {
          files += document.children(of: value).compactMap { Self.file($0, document) }
        }
      default: break
      }
    }
    guard let first = days.min(), let last = days.max(), days.count >= 2 else { return nil }
    self.days = first...last
    switch kind {
    case .withdrawal, .repair, .registration: return nil
    case .nilReturn where !namesFiles: return nil
    case .increment, .snapshot, .nilReturn, .decision, nil: break
    }
  }

  private static func file(_ node: Int, _ document: JSONDocument) -> DeliveredFile? {
    guard document.nodes[node].kind == .object else { return nil }
    var (name, digest): (String?, [UInt8]?) = (nil, nil)
    for key in document.children(of: node) {
      switch DeliverySidecar.fileMembers.key(of: document.text(of: key)) {
      case "name": name = document.text(of: key + 1)
      case "sha256": digest = [UInt8](hexadecimal: document.text(of: key + 1))
      default: break
      }
    }
    return name.map { name in
      DeliveredFile(name: name, sha256: digest ?? Array(SHA256.hash(data: Array(name.utf8))))
    }
  }
}
