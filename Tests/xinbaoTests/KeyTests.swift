import ArgumentParser
import Attestation
import CivilTime
import Records
import Testing

@testable import xinbao

@Suite struct KeyTests {
  private static let day: Int64 = 86_400
  private let now: Int64 = 1_795_000_000

  private func moment(_ text: String) throws -> Int64 { try #require(BeijingTime(text: text)).secondsSince1970 }

  @Test func aKeySignsForTwoYearsAndIsAcceptedForTenMore() throws {
    let command = try parsed("key create --use reports", as: CreateKey.self)
    let terms = try command.terms.terms(now: now)
    #expect(command.use == .reports && command.algorithm == nil && command.logName == nil)
    #expect(terms.signing == now...(now + 730 * Self.day) && terms.verifyUntil == now + 4380 * Self.day)
  }

  @Test func daysOfAKeyBeginAndEndInBeijing() throws {
    let command = try parsed(
      "key create --use publications --algorithm sm2 --from 2026-12-01 --until 2027-11-30 "
        + "--verify-until 2030-06-01T12:00:00+08:00", as: CreateKey.self)
    let terms = try command.terms.terms(now: now)
    #expect(command.use == .publications && command.algorithm == .sm2)
    #expect(
      try terms.signing == moment("2026-12-01T00:00:00+08:00")...moment("2027-11-30T23:59:59+08:00")
        && terms.verifyUntil == moment("2030-06-01T12:00:00+08:00"))
  }

  @Test func aKeyThatEndsBeforeItBeginsIsRefused() throws {
    let terms = try parsed("key create --use log --from 2026-12-01 --until 2026-11-30", as: CreateKey.self).terms
    #expect(throws: AttestationError.self) { try terms.terms(now: now) }
  }

  @Test func theOtherCommandsKeepWhatIsGiven() throws {
    let export = try parsed(
      "key export -o l.json --certificate-root a.pem --certificate-root b.pem --seal s.pem --seals-since 2000-01-01 "
        + "--refresh-days 3660", as: ExportTrustList.self)
    #expect(export.certificateRoot == ["a.pem", "b.pem"] && export.seal == ["s.pem"] && export.refreshDays == 3660)
    let sign = try parsed("key sign l.json --root r.pem --previous p.cose -o t.cose", as: SignTrustList.self)
    #expect(sign.list == "l.json" && sign.root == "r.pem" && sign.previous == "p.cose" && sign.output == "t.cose")
    let rotate = try parsed("key rotate --use log --overlap 0", as: RotateKey.self)
    #expect(rotate.use == .log && rotate.overlap == 0)
    #expect(try parsed("key create-root -o r.pem", as: CreateRoot.self).algorithm == .es256)
    #expect(try parsed("key create-root -o r.pem --algorithm sm2", as: CreateRoot.self).algorithm == .sm2)
    let compromise = try parsed("key compromise 0a1b2c3d --at 2026-11-20 --sound-log c.txt", as: CompromiseKey.self)
    #expect(compromise.kid == "0a1b2c3d" && compromise.soundLog == "c.txt")
  }

  @Test(arguments: [
    Refused("key create", "--use"),
    Refused("key create --use everything", "--use takes reports, publications or log, not `everything`"),
    Refused("key create --use log --algorithm sm2", "always Ed25519: leave --algorithm out"),
    Refused("key create --use reports --log-name example/log", "--log-name goes with --use log"),
    Refused("key create --use reports --algorithm rsa", "--algorithm", "rsa", "sm2"),
    Refused("key create --use reports --from 2026-02-30", "--from takes a date such as"),
    Refused("key create --use reports --until soon", "--until takes a date such as"),
    Refused("key create --use reports --verify-until 2030-13-01", "--verify-until takes a date such as"),
    Refused("key rotate --use log --algorithm es256", "always Ed25519: leave --algorithm out"),
    Refused("key rotate --use reports --overlap 3661", "--overlap takes 0 to 3660 days, not 3661"),
    Refused("key rotate --use reports --until 2026-02-30", "--until"),
    Refused("key retire 123", "8 hexadecimal digits that xinbao key list shows, not `123`"),
    Refused("key compromise 0a1b2c3x --at 2026-11-20", "8 hexadecimal digits", "`0a1b2c3x`"),
    Refused("key compromise 0a1b2c3d", "--at"),
    Refused("key compromise 0a1b2c3d --at 2026-02-30", "--at takes a date such as"),
    Refused("key export -o l.json --refresh-days 0", "--refresh-days takes 1 to 3660, not 0"),
    Refused("key export -o l.json --refresh-days 3661", "--refresh-days"),
    Refused("key export -o l.json --seals-since never", "--seals-since takes a date such as"),
    Refused("key install t.cose --root 1234", "--root takes a fingerprint of 64 hexadecimal digits, not `1234`"),
    Refused("key sign l.json -o t.cose", "--root"),
    Refused("key create-root", "--output"),
    Refused("key destroy", "destroy"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }
}
