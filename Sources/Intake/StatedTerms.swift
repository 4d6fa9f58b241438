import CivilTime
import Gathering
import JSON
import Records

/// What a notice names, however wrong the rest of it is: who mends it is told of everything at once.
struct StatedTerms: Equatable {
  var source: String?
  /// Nil: not to be understood.
  var kind: DeliveryKind?
  /// As written.
  var categories: [String] = []

  init(notice bytes: [UInt8]) {
    guard let document = try? DeliverySidecar.document(bytes), document.nodes.first?.kind == .object else { return }
    for key in document.children(of: 0) {
      let value = key + 1
      let isText = document.nodes[value].kind == .string
      switch DeliverySidecar.members.key(of: document.text(of: key)) {
      case "source" where isText: source = document.text(of: value)
      case "kind" where isText:
        kind = DeliverySidecar.kinds.key(of: document.text(of: value)).flatMap(DeliveryKind.init(rawValue:))
      case "categories" where document.nodes[value].kind == .array:
        categories = document.children(of: value).filter { document.nodes[$0].kind == .string }
          .map(document.text(of:))
      default: break
      }
    }
  }
}

extension DeliveryDesk {
  /// All that nobody knows of what a notice names.
  func problems(of terms: StatedTerms) -> [String] {
    var problems: [String] = []
    if let source = terms.source {
      let now = BeijingTime.now()
      let notice = DeliveryNotice(
        source: source, kind: terms.kind ?? .increment, days: now.date...now.date, categories: [], received: now)
      do throws(GatheringError) { try store.check(notice) } catch { problems.append(says(error)) }
    }
    for category in terms.categories {
      do throws(Refusal) { _ = try key(ofCategory: category) } catch { problems.append(error.problem) }
    }
    return problems
  }
}
