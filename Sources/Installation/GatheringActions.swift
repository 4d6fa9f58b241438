import CivilTime
public import ErrorCauses
import Foundation
public import Gathering
import Records
public import Registry

/// A decision about what was gathered, as an action that two persons take.
public struct GatheringAction: Sendable {
  public let kind: ActionKind
  public let payload: ActionPayload
  /// Whether it may take two persons.
  public let removesDoubt: Bool

  /// - Throws: `GatheringError` for a decision that cannot be taken as the store is.
  public init(_ decision: GatheringDecision, in store: GatheringStore) throws {
    let name = Name(decision)
    removesDoubt = decision.removesDoubt
    kind = name.kind { store }
    payload = name.payload(decision, mark: try store.propose(decision).mark)
  }

  /// What may be confirmed.
  /// - Parameter store: is opened when an action is asked for or carried out.
  public static func kinds(_ store: @escaping @Sendable () throws -> GatheringStore) -> [ActionKind] {
    Name.allCases.map { $0.kind(store) } + [mappings(store)]
  }

  /// `source`, and `mappings`: what the heads of its tables mean, JSON; `says`, for people: those that change, as
  /// `head = meaning`, a line for each.
  public static func mappings(_ store: @escaping @Sendable () throws -> GatheringStore) -> ActionKind {
    ActionKind(
      "gather.keep-mappings",
      words: { payload in
        let source = try payload.text("source")
        let said = try payload.text("says").split(separator: "\n").map(String.init)
        let start = "keep what heads of \(source)'s tables mean (表头映射): "
        var shown: [String] = []
        for line in said where (start + (shown + [line]).joined(separator: "; ")).unicodeScalars.count < 460 {
          shown.append(line)
        }
        let more = said.count > shown.count ? ["\(said.count - shown.count) more"] : []
        return start + (shown + more).joined(separator: "; ")
      },
      perform: { action in
        let open: GatheringStore
        do { open = try store() } catch  where error.cause == .input { throw StoreMissing(problem: "\(error)") }
        _ = try open.keep(
          mappings: action.payload.text("mappings"), of: action.payload.text("source"),
          person: (action.decidedBy ?? action.askedBy).name)
      })
  }

  /// As actions are stored: never changed.
  private enum Name: String, CaseIterable {
    case assign = "gather.assign-row"
    case refuse = "gather.refuse-row"
    case accept = "gather.accept-delivery"
    case rename = "gather.rename-subject"
    case reopen = "gather.reopen-delivery"
    case erase = "gather.erase"

    init(_ decision: GatheringDecision) {
      switch decision {
      case .assign: self = .assign
      case .refuse: self = .refuse
      case .accept: self = .accept
      case .rename: self = .rename
      case .reopen: self = .reopen
      case .erase: self = .erase
      }
    }

    func kind(_ store: @escaping @Sendable () throws -> GatheringStore) -> ActionKind {
      ActionKind(
        rawValue, words: { payload in try store().propose(decision(payload)).words },
        perform: { action in
          _ = try opened(store).decide(
            decision(action.payload), mark: action.payload.text("mark"), action: "\(action.id) \(action.askedAt)",
            person: (action.decidedBy ?? action.askedBy).name)
        })
    }

    /// A store that cannot be opened is no reason to refuse the action for good.
    private func opened(_ store: () throws -> GatheringStore) throws -> GatheringStore {
      do { return try store() } catch  where error.cause == .input { throw StoreMissing(problem: "\(error)") }
    }

    func payload(_ decision: GatheringDecision, mark: String) -> ActionPayload {
      switch decision {
      case .assign(let row, let code, let isOtherName):
        ActionPayload(["row": "\(row)", "subject": code, "mark": mark].merging(other(isOtherName)) { $1 })
      case .refuse(let row, let reason): ["row": "\(row)", "reason": reason, "mark": mark]
      case .accept(let delivery): ["delivery": "\(delivery)", "mark": mark]
      case .reopen(let delivery, let reason): ["delivery": "\(delivery)", "reason": reason, "mark": mark]
      case .rename(let code, let name, let isOtherName):
        ActionPayload(["subject": code, "name": name, "mark": mark].merging(other(isOtherName)) { $1 })
      case .erase(let day): ["day": day.description, "mark": mark]
      }
    }

    /// Payloads of earlier versions have no such member.
    private func other(_ isOtherName: Bool) -> [String: String] { isOtherName ? ["otherName": "true"] : [:] }

    private func isOtherName(_ payload: ActionPayload) -> Bool { (try? payload.text("otherName")) == "true" }

    func decision(_ payload: ActionPayload) throws -> GatheringDecision {
      switch self {
      case .assign:
        .assign(
          row: try number("row", payload), code: try payload.text("subject"), isOtherName: isOtherName(payload))
      case .refuse: .refuse(row: try number("row", payload), reason: try payload.text("reason"))
      case .accept: .accept(delivery: try number("delivery", payload))
      case .reopen: .reopen(delivery: try number("delivery", payload), reason: try payload.text("reason"))
      case .rename:
        .rename(
          code: try payload.text("subject"), name: try payload.text("name"), isOtherName: isOtherName(payload))
      case .erase: .erase(day: try day(payload))
      }
    }

    private func day(_ payload: ActionPayload) throws(RegistryError) -> CalendarDate {
      guard let day = CalendarDate(text: try payload.text("day")) else {
        throw .damaged(what: "payload of an action", problem: "has no day as `day`")
      }
      return day
    }

    private func number(_ name: String, _ payload: ActionPayload) throws(RegistryError) -> Int64 {
      guard let number = Int64(try payload.text(name)) else {
        throw .damaged(what: "payload of an action", problem: "has no number as `\(name)`")
      }
      return number
    }
  }

  /// The store that a confirmed decision is about is not here.
  public struct StoreMissing: ClassifiedError, Equatable, CustomStringConvertible {
    public let problem: String
    public init(problem: String) { self.problem = problem }
    public var cause: ErrorCause { .environment }
    public var description: String { "\(problem); the decision stays confirmed, to be carried out where its store is" }
  }
}
