import CivilTime
import ErrorCauses
import Gathering
import Installation
import Intake
import Records
import Registry

/// A delivery without a notice of its source that takes records away, marks them, or says who subjects are. Where two
/// persons are needed, one hands it in and another takes it in, from the same files.
struct TypedDelivery {
  /// Whether what an operator types has effects that wait for nobody: such a delivery answers for no days.
  static func takesTwo(_ kind: DeliveryKind) -> Bool {
    switch kind {
    case .withdrawal, .repair, .registration: true
    case .increment, .snapshot, .nilReturn, .decision: false
    }
  }

  let payload: ActionPayload

  /// - Parameter received: as it was typed; nil: when it is asked for.
  /// - Throws: what would stop the delivery.
  init(_ notice: DeliveryNotice, received: BeijingTime?, tables: [String], at desk: DeliveryDesk) throws {
    let files = try StatedFiles(at: tables)
    let rows = try desk.tryOut(notice, files: files)
    payload = ActionPayload([
      "source": notice.source, "kind": notice.kind.rawValue, "from": notice.days.lowerBound.description,
      "through": notice.days.upperBound.description, "categories": notice.categories.joined(separator: ","),
      "received": received.map { "\($0.millisecondsSince1970)" } ?? "", "files": files.text, "rows": "\(rows)",
    ])
  }

  func ask(_ gathering: GatheringOptions, _ registry: RegistryOptions, json: Bool) throws {
    let home = try gathering.installation.openHome()
    let request = ActionRequest(registry: try registry.make(home), home: home)
    let kind = Self.kind { try gathering.desk(makes: false) }
    guard let done = try request.run(kind, payload, json: json) else { return }
    if json { return try Console.json(ActionLine(done)) }
    Console.result("\(done.id): \(done.state.word): \(done.words)")
  }

  /// - Parameters:
  ///   - desk: is opened when an action is carried out.
  ///   - tell: is told what became of the delivery.
  static func kind(
    _ desk: @escaping @Sendable () throws -> DeliveryDesk,
    tell: @escaping @Sendable (DeliveryDesk.Outcome) -> Void = { _ in }
  ) -> ActionKind {
    // As actions are stored: never changed.
    ActionKind(
      "gather.typed-delivery", words: words,
      perform: { action in
        let open: DeliveryDesk
        do { open = try desk() } catch  where error.cause == .input {
          throw GatheringAction.StoreMissing(problem: "\(error)")
        }
        let (notice, files) = (try notice(of: action), try StatedFiles(text: action.payload.text("files")))
        // The same files for the same days are taken in once, however often this is tried.
        let outcome = try open.deliver(notice, files: files) { _, _ in }
        if let failure = outcome.failure { throw InputError(failure) }
        tell(outcome)
      })
  }

  private static func notice(of action: PendingAction) throws -> DeliveryNotice {
    let payload = action.payload
    guard let kind = DeliveryKind(rawValue: try payload.text("kind")), takesTwo(kind),
      let first = CalendarDate(text: try payload.text("from")),
      let last = CalendarDate(text: try payload.text("through")), first <= last
    else { throw InputError("action \(action.id) is no delivery that this program knows") }
    let received = Int64(try payload.text("received")) ?? action.askedAt * 1000
    return DeliveryNotice(
      source: try payload.text("source"), kind: kind, days: first...last,
      categories: try payload.text("categories").split(separator: ",").map(String.init),
      received: BeijingTime(millisecondsSince1970: received), author: .person)
  }

  @Sendable private static func words(_ payload: ActionPayload) throws -> String {
    let kind = DeliveryKind(rawValue: try payload.text("kind"))?.label ?? ""
    let files = try StatedFiles(text: payload.text("files")).files
    let start =
      "take in a delivery without its source's notice (报送批次): \(kind), "
      + "\(try payload.text("source")), \(try payload.text("from")) to \(try payload.text("through")), \(try payload.text("rows")) rows"
    var named: [String] = []
    for file in files {
      let next = "\(Console.printable(ShownPerson.text(file.path))) (SHA-256 \(file.sha256.prefix(12))…)"
      guard (start + named.joined() + next).unicodeScalars.count < 440 else { break }
      named.append(next)
    }
    let more = files.count > named.count ? ["\(files.count - named.count) more"] : []
    return start + ", in " + (named + more).joined(separator: ", ")
  }
}
