import Foundation
import Testing

@testable import xinbao

/// A person at a command is who logged in, and nobody can choose to be another.
@Suite struct SystemUserTests {
  private let initial = "         0          0 4294967295\n"

  @Test func whoLoggedInCountsWhateverAccountTheyTookOn() throws {
    func id(_ login: String?) throws -> uid_t {
      try SystemUser(process: 7, login: login, map: initial, mustBeReal: true).id
    }
    #expect(try id("1001\n") == 1001 && id("0") == 0)
    // Nobody logged in: a service, a container, another system.
    for login in [nil, "4294967295", "", "x"] { #expect(try id(login) == 7) }
  }

  @Test(arguments: ["0 1000 1\n", "0 0 65536\n", "0 100000 65536\n", "         0          0 4294967295\n 1 2 3\n", ""])
  func inANamespaceOfUsersAnybodyIsAnybody(map: String) throws {
    #expect(throws: InputError.self) { try SystemUser(process: 0, login: nil, map: map, mustBeReal: true) }
    #expect(try SystemUser(process: 0, login: nil, map: map, mustBeReal: false).id == 0)
  }

  @Test func aUserWithoutANameIsANumber() throws {
    #expect(try SystemUser(process: 0, login: nil, map: nil, mustBeReal: true).name == "root")
    #expect(try SystemUser(process: 4_000_000_001, login: nil, map: nil, mustBeReal: true).name == "uid-4000000001")
    #expect(try !SystemUser.current(mustBeReal: false).name.isEmpty)
  }
}
