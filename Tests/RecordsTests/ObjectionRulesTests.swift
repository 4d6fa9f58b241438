import Foundation
import Testing

@testable import Records

/// By when an objection is answered.
@Suite struct ObjectionRulesTests {
  @Test func theShippedRulesAreRead() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path()
    let rules = try ObjectionRules.load(file: root + "templates/self-print/objections.yaml")
    #expect(rules.decideWithin == 14 && rules.basis.contains("工作日"))
  }

  @Test(arguments: [
    ("decideWithin: 0\nbasis: 法", "o.yaml:1:15: decideWithin must be a whole number from 1 to 365"),
    ("basis: 法", "o.yaml:1:1: the rules of objections lack the key decideWithin"),
    ("decideWithin: 5", "o.yaml:1:1: the rules of objections lacks the key basis"),
    ("decideWithin: 5\nbasis: 法\nwithin: 3", "o.yaml:3:1: the rules of objections has no key within"),
  ]) func aMistakeIsToldWithItsPlace(text: String, told: String) {
    do {
      _ = try ObjectionRules(text, file: "o.yaml")
      Issue.record("it was taken")
    } catch {
      #expect("\(error)".hasPrefix(told), "\(error)")
    }
  }
}
