import ArgumentParser
import Attestation
import Foundation
import Issuing
import Records
import Verifying

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a report: its PDF, a photo of its code, or the digits behind the code.",
    discussion: """
      Answers in Chinese with the claims to compare with the paper, and with what was not checked. Exit status 0 if \
      valid, 1 if not.
      """)

  @Argument(help: "A PDF, a picture (PNG, JPEG), a verification link, or digits.")
  var given: String

  @OptionGroup var places: PlaceOptions

  @Option(help: "Ask as of this time (such as 2026-11-20T18:00:00+08:00) instead of now.")
  var time: String?

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if let time, BeijingTime(text: time) == nil {
      throw ValidationError("--time takes a time such as 2026-11-20T18:00:00+08:00, not `\(time)`")
    }
  }

  func run() throws {
    let moment = time.flatMap { BeijingTime(text: $0) }?.secondsSince1970 ?? Int64(Date().timeIntervalSince1970)
    let keys = try KeyStore(directory: try places.openHome().keys).keySet()
    let verifier = Verifier(keys: keys, now: moment)
    let verification = try answer(verifier)
    if json {
      print(verification.json)
    } else {
      print(verification.lines(domainNames()).joined(separator: "\n"))
    }
    if !verification.isValid { throw AnswerIsNo() }
  }

  /// From the catalogue, where one is at hand: a report is verified without it, too.
  private func domainNames() -> DomainNames {
    var names = DomainNames()
    guard let resources = try? places.findResources(),
      let catalogue = try? Catalogue.load(directory: resources.catalogue)
    else { return names }
    let labels = Dictionary(catalogue.domains.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { $1 })
    for list in catalogue.domainLists {
      let pairs = list.entries.map { ($0.bit, labels[$0.domain] ?? $0.domain) }
      names.add(list: list.version, label: list.naming.label, names: Dictionary(uniqueKeysWithValues: pairs))
    }
    return names
  }

  /// What is no file is a link or digits; what looks like neither was meant to be a file.
  private func answer(_ verifier: Verifier) throws -> Verification {
    let isLink = given.contains("://") || given.allSatisfy { $0.isNumber || $0.isWhitespace }
    guard !isLink || FileManager.default.fileExists(atPath: given) else { return verifier.verify(digits: given) }
    return verifier.verify(file: try readBytes(given))
  }
}
