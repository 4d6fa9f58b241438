import ArgumentParser
import Attestation
import ConfinedFormats
import FileFormats
import Foundation
import OfflineVerification
import Records
import VerifyCommand
import Verifying

struct XinbaoVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xinbao-verify",
    abstract: "Check reports by published files alone: no home, no registry, no network.",
    discussion: """
      Answers as xinbao verify --bundle does. Pages are not made again here: a PDF whose seal, data, log proof and number \
      of pages hold is VALID_PAGES_NOT_COMPARED, which is a yes where the trust list pins the seal itself. A trust list \
      alone knows nothing of revocations, and the answer says so.

      Exit status: 0 all are valid; 1 one is not; 2 wrong use; 3 bad input; 4 environment.
      """,
    version: "0.1.0")

  @Argument(
    help:
      "PDFs, also scanned or merged ones, pictures (JPEG, PNG, HEIC, WebP, TIFF, GIF), verification links or digits.")
  var given: [String]

  @Option(help: "An offline bundle (xinbao bundle, or of the issuer's service).")
  var bundle: String?

  @Option(
    help: "The root-signed trust list, or the text of a sheet's QR code; beside a bundle, it counts if it is newer.")
  var trustList: String?

  @Option(
    help: ArgumentHelp(
      "The root's fingerprint (also XINBAO_ROOT): take it from the issuer by another way than the files.",
      valueName: "hex"))
  var root: String?

  @Option(
    help:
      "Last four characters of the code (统一社会信用代码, ID number) printed on the paper: no details are told unless they fit."
  )
  var ending: String?

  @Option(help: "Ask as of this time (such as 2026-11-20T18:00:00+08:00) instead of now.")
  var time: String?

  @Flag(help: "Answer as JSON, one document after another.")
  var json = false

  func validate() throws {
    if ending != nil, given.count > 1 { throw ValidationError("--ending is of one paper; give one report") }
    _ = (try published(), try askedRoot(root), try askedTime(time))
  }

  /// Prints the answers.
  func areAllValid() throws -> Bool {
    let moment = try askedTime(time)
    let now = moment ?? Int64(Date().timeIntervalSince1970)
    let root = try pinnedRoot()
    let published = try published()
    var grounds = try grounds(published, root, at: now)
    if moment == nil {
      let memory = VerifierMemory(environment: ProcessInfo.processInfo.environment)
      let note = try grounds.trust.raiseFloor(by: memory, taking: grounds.seen, of: root, from: published.path)
      if let note { Main.complain(note) }
    } else {
      // If another time is given, neither the clock nor what was seen since matters.
      grounds.trust.clockFloor = 0
    }
    let readsFiles = given.contains { !GivenReport($0).isCode }
    let verifier = grounds.verifier(
      at: now, formats: readsFiles ? knownFormats.confined(by: try .besideThisProgram()) : ReadableFormats([]))
    var areValid = true
    for text in given {
      let findings = try GivenReport(text).findings(by: verifier).mapped { $0.comparedWithPaper(ending: ending) }
      if given.count > 1, !json { print("\(ShownPerson.text(text))：") }
      print(findings.output(asJSON: json, names: grounds.tokenNames))
      areValid = areValid && findings.isValid
    }
    return areValid
  }

  /// The published files that reports are checked with: paths.
  private enum Published {
    case trustList(String)
    case bundle(String, knowing: String?)

    /// The one that is named in messages.
    var path: String {
      switch self {
      case .trustList(let path), .bundle(let path, _): path
      }
    }
  }

  private func published() throws(ValidationError) -> Published {
    if let bundle { return .bundle(bundle, knowing: trustList) }
    guard let trustList else {
      throw ValidationError("give --bundle, --trust-list or both: by what are reports checked?")
    }
    return .trustList(trustList)
  }

  private func pinnedRoot() throws -> RootFingerprint {
    guard let root = try askedRoot(root) ?? rootOfEnvironment(ProcessInfo.processInfo.environment) else {
      throw ValidationError("give the fingerprint of the issuer's root with --root (or XINBAO_ROOT)")
    }
    return root
  }

  private func grounds(
    _ published: Published, _ root: RootFingerprint, at now: Int64
  ) throws -> OfflineGrounds {
    func list(_ path: String) throws -> TrustList { try TrustList(file: readGiven(path), path: path, byRoot: root) }
    switch published {
    case .trustList(let path): return OfflineGrounds(try list(path))
    case .bundle(let path, let newer):
      let list = try newer.map(list)
      return try OfflineGrounds(VerifiedBundle(file: readGiven(path), path: path, byRoot: root, knowing: list, at: now))
    }
  }
}
