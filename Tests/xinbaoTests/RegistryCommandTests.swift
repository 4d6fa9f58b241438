import Attestation
import Registry
import ReportKinds
import Testing

@testable import xinbao

/// What asks or changes the registry and the log.
@Suite struct RegistryCommandTests {
  private let hash = String(repeating: "0f", count: 32)

  @Test func aListIsFilteredByWhatIsGiven() throws {
    let all = try parsed("registry list", as: ListReports.self)
    #expect(all.filter.status == nil && all.filter.kind == nil && all.filter.subject == nil)
    #expect(all.limit == 50 && all.before == nil && !all.json)
    let some = try parsed(
      "registry list --status suspended --report no-violation --subject 91440300MA5EXAMP0C --limit 7 --before 9 --json",
      as: ListReports.self)
    #expect(some.filter.status == .suspended && some.filter.kind == .noViolation)
    #expect(some.filter.subject == "91440300MA5EXAMP0C" && some.limit == 7 && some.before == 9 && some.json)
  }

  @Test(arguments: [ReportStatus.valid, .revoked, .superseded, .suspended])
  func everyStatusCanBeListed(status: ReportStatus) throws {
    #expect(try parsed("registry list --status \(status.word)", as: ListReports.self).filter.status == status)
  }

  @Test(arguments: ReportKind.orderable)
  func everyKindCanBeListed(kind: ReportKind) throws {
    #expect(try parsed("registry list --report \(kind.name)", as: ListReports.self).filter.kind == kind)
  }

  @Test func changesTakeANumberAndAReason() throws {
    #expect(try parsed("registry revoke N --reason 错误", as: Revoke.self).change.reason == "错误")
    #expect(try parsed("registry suspend N --reason 异议", as: Suspend.self).change.number == "N")
    #expect(try parsed("registry restore N --reason 已核实 --home h", as: Restore.self).change.installation.home == "h")
    #expect(try parsed("registry accept-objection 7 --reason 受理", as: AcceptObjection.self).decision.id == 7)
    #expect(try parsed("registry reject-objection 8 --reason 无误", as: RejectObjection.self).decision.id == 8)
  }

  @Test func whatAnotherPersonConfirmsHasANumber() throws {
    let list = try parsed("pending --all --limit 7 --json", as: ListActions.self)
    #expect(list.all && list.limit == 7 && list.json)
    let confirm = try parsed("confirm 7", as: Confirm.self)
    #expect(confirm.id == 7 && !confirm.refuse && confirm.reason == nil && !confirm.resume)
    let refuse = try parsed("confirm 7 --refuse --reason 未核实", as: Confirm.self)
    #expect(refuse.refuse && refuse.reason == "未核实")
    #expect(try parsed("confirm 7 --resume", as: Confirm.self).resume)
  }

  @Test func whatOthersKeptIsHeldAgainstTheRegistry() throws {
    let audit = try parsed(
      "registry audit --files --look-in a --look-in b --against c1 --against c2 --receipt 12:\(hash)",
      as: AuditRegistry.self)
    #expect(audit.files && audit.lookIn == ["a", "b"] && audit.audit.against == ["c1", "c2"])
    #expect(
      audit.audit.receipts == [JournalReceipt(sequence: 12, hash: [UInt8](repeating: 0x0F, count: 32))])
  }

  @Test func sizesOfTheLogAreNumbersOfLeaves() throws {
    let both = try parsed("log consistency 3 8", as: LogConsistency.self)
    #expect(both.from == 3 && both.to == 8)
    #expect(try parsed("log consistency 3", as: LogConsistency.self).to == nil)
    #expect(try parsed("log checkpoint --size 5 -o c.txt", as: LogCheckpoint.self).size == 5)
  }

  @Test(arguments: [
    Refused("registry list --status lost", "--status takes valid, revoked, superseded or suspended, not `lost`"),
    Refused("registry list --report summary", "--report takes", "not `summary`"),
    Refused("registry list --limit 0", "--limit takes 1 to 100000, not 0"),
    Refused("registry list --limit 100001", "--limit"),
    Refused("registry list --before 9223372036854775808", "--before takes a place in the log"),
    Refused("registry objections --limit 0", "--limit takes 1 to 100000, not 0"),
    Refused("registry revoke N", "--reason"),
    Refused("pending --limit 0", "--limit takes 1 to 100000, not 0"),
    Refused("confirm", "<id>"),
    Refused("confirm 7 --refuse", "--refuse and --reason go together"),
    Refused("confirm 7 --reason x", "--refuse and --reason go together"),
    Refused("confirm 7 --refuse --reason x --resume", "--refuse and --resume exclude each other"),
    Refused("registry revoke --reason 错误", "<number>"),
    Refused("registry accept-objection seven --reason 受理", "seven"),
    Refused("registry recover --age=-1", "--age takes 0 to 1000000 minutes, not -1"),
    Refused("registry recover --age 1000001", "--age"),
    Refused("registry audit --look-in a", "--look-in goes with --files"),
    Refused("registry audit --receipt 12", "--receipt takes NUMBER:HASH", "`12`"),
    Refused("registry audit --receipt 12:00ff", "--receipt takes NUMBER:HASH"),
    Refused("registry audit --receipt 0:" + String(repeating: "0f", count: 32), "--receipt takes NUMBER:HASH"),
    Refused("log audit --receipt 12:xx", "--receipt takes NUMBER:HASH"),
    Refused("log consistency 0", "at least 1"),
    Refused("log consistency 9 8", "at most the later one"),
    Refused("log consistency 1 9223372036854775808", "numbers of leaves"),
    Refused("log checkpoint --size 9223372036854775808", "--size takes a number of leaves"),
    Refused("log prove", "<number>"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }
}
