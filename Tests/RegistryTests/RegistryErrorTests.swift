import Database
import ErrorCauses
import Testing

@testable import Registry

/// What stops the database is told in the registry's words: with the commands that help.
@Suite struct RegistryErrorTests {
  @Test func aDatabaseErrorIsToldWithItsRemedy() {
    let texts: [(DatabaseError, String)] = [
      (
        .address(problem: "is no postgres:// URL"), "address of the registry: is no postgres:// URL"
      ),
      (
        .unreachable(location: "r", problem: "no route"),
        "r: cannot be reached: no route; check the address, the rights and that the server runs"
      ),
      (.locked(location: "r"), "r: is in use by another process for too long; try again, or end that process"),
      (.conflict(location: "r"), "r: two changes met; try again"),
      (.diskFull(location: "r"), "r: no space is left on its disk; free some"),
      (.constraint(location: "r", problem: "twice [23505]"), "r: the database refused a statement: twice [23505]"),
      (.statement(location: "r", problem: "no such table"), "r: the database refused a statement: no such table"),
      (
        .newerSchema(location: "r", step: "seals"), "r: was changed by a later version (step `seals`); use that version"
      ),
      (
        .damaged(location: "r", problem: "is torn"),
        "r: is damaged: is torn"
      ),
      (
        .outcomeUnknown(location: "r"),
        "r: the connection was lost while the last change was being made: whether it was made is not known"
      ),
    ]
    for (error, text) in texts { #expect(RegistryError(error).description == text) }
  }

  @Test func whatCanBeDoneIsSaidWithoutWords() {
    #expect(RegistryError(.damaged(location: "r", problem: "is torn")).remedy == .auditRegistry)
    #expect(RegistryError(.outcomeUnknown(location: "r")).remedy == .showReport)
    #expect(RegistryError.noOpenObjection(id: 7).remedy == .listObjections)
    #expect(RegistryError(.conflict(location: "r")).remedy == nil)
  }

  @Test func onlyALostCommitLeavesTheOutcomeUnknown() {
    #expect(RegistryError(.outcomeUnknown(location: "r")).isOutcomeUnknown)
    #expect(!RegistryError(.unreachable(location: "r", problem: "")).isOutcomeUnknown)
    #expect(!RegistryError.numberTaken("1").isOutcomeUnknown)
  }

  /// An address that cannot be read is wrong input, not a broken environment.
  @Test func anAddressIsSomethingGiven() {
    #expect(
      RegistryError(.address(problem: "is none")) == .invalid(what: "address of the registry", problem: "is none"))
  }
}
