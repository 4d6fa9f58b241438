public import Attestation
public import BlockingWork
public import FileFormats
import Hexadecimal
public import Installation
public import Registry
import VerifierSetup
public import Verifying
public import Web

/// The backend of an issuer. It asks the registry at every verification, so that a revocation takes effect immediately,
/// whichever process makes it.
public struct RegistryBackend: VerificationBackend {
  private let registry: Registry
  private let formats: ReadableFormats
  private let reproduce: Reproduce
  /// Only for queries to the registry.
  private let pool: BlockingPool
  private let files: FilePool
  /// Seconds since 1970.
  private let now: @Sendable () -> Int64
  private let authority: TimedCache<Authority>
  private let publications: Publications
  private let journal: ServiceJournal
  /// Why the registry cannot be written; nil: it can.
  private let writing: TimedCache<String?>

  /// How long the home's keys are cached: they are read again every 10 seconds, so that a key marked as stolen is
  /// refused soon.
  private static let keySeconds: Int64 = 10

  /// The registry is tried by a write at most once in so many seconds, whoever asks whether it is ready, and how often.
  private static let trialSeconds: Int64 = 5

  /// - Parameters:
  ///   - home: its keys are trusted, and sign receipts and publications.
  ///   - formats: those of the files that it takes.
  ///   - reproduce: makes them again.
  ///   - files: where pictures and reports' files are examined.
  public init(
    home: Home, registry: Registry, formats: ReadableFormats, reproduce: @escaping Reproduce, resources: Resources,
    pool: BlockingPool, files: FilePool, now: @escaping @Sendable () -> Int64
  ) {
    (self.registry, self.formats, self.reproduce) = (registry, formats, reproduce)
    (self.pool, self.files, self.now) = (pool, files, now)
    let authority = TimedCache(seconds: Self.keySeconds) { now in try Authority(home, now: now) }
    self.authority = authority
    publications = Publications(registry: registry, authority: authority, resources: resources)
    let journal = ServiceJournal(registry, pool: pool)
    self.journal = journal
    writing = TimedCache(seconds: Self.trialSeconds) { now in
      do {
        try journal.tryWriting(at: now)
        return nil
      } catch { return "\(error)" }
    }
  }

  public func examine(token: Token) async throws -> Verification {
    try await ask { $0.verify(token, source: .digits) }
  }

  public func examine(picture: Upload, _ format: PictureFormat) async throws -> FileFindings {
    let read: ReadPages
    do { read = try await files.pages(ofPicture: picture, format) } catch let refusal as PictureRefusal {
      return FileFindings(Verification(refusing: refusal))
    }
    return try await findings(on: read, from: .image)
  }

  public func verify(
    token: Token, from source: Verification.Source, for inquiry: Inquiry
  ) async throws -> VerificationAnswer {
    try await recorded(inquiry) { $0.verify(token, source: source) }
  }

  public func verify(
    document: Upload, as format: any FileFormat, for inquiry: Inquiry
  ) async throws -> DocumentAnswer {
    let verification = try await files.examine(
      document, question { $0.verify(document: document.bytes, as: format) })
    guard verification.isOfUnreadCopy else {
      return .answer(try await recorded(inquiry, verification))
    }
    let read: ReadPages
    do { read = try await files.pages(ofCopy: document) } catch let refusal as CopyRefusal {
      return .copy(FileFindings(Verification(refusing: refusal)))
    }
    return .copy(try await findings(on: read, from: .copy))
  }

  private func findings(on read: ReadPages, from source: Verification.Source) async throws -> FileFindings {
    try await pool.run(
      work { verifier in
        let found = verifier.findings(on: read, from: source)
        for finding in found.findings { try Self.requireStatus(finding.verification) }
        return found
      })
  }

  public func verify(
    number: String, checkCode: String, comparingFile digest: [UInt8]?, for inquiry: Inquiry
  ) async throws -> NumberAnswer {
    let (registry, now) = (registry, now())
    let refused = entry(inquiry, leaf: nil, Answer.unknownNumber, at: now)
    guard let checkCode = CheckCode(checkCode) else {
      journal.count(refused)
      return .refused
    }
    switch try await pool.run({ try registry.report(number: number, checkCode: checkCode, at: now) }) {
    case .found(let report):
      return .answer(
        try await recorded(inquiry) { verifier in
          guard let digest else { return verifier.verify(report.token, source: .number) }
          return verifier.verify(report.token, source: .number, comparingFile: digest)
        })
    case .refused:
      journal.count(refused)
      return .refused
    case .throttled(let until): return .throttled(retryAfterSeconds: Int(max(1, until - now)))
    }
  }

  public func receipt(number: String) async throws -> VerificationReceipt? {
    guard let sequence = ReceiptNumber.sequence(in: number) else { return nil }
    let (registry, authority, now) = (registry, authority, now())
    return try await pool.run {
      guard let (entry, receipt) = try registry.verification(sequence: sequence),
        ReceiptNumber.text(receipt) == number
      else { return nil }
      let report = try entry.leaf.flatMap { try registry.report(leafHash: $0) }
      return try VerificationReceipt(
        entry, receipt, claims: report.map { try ReceivedToken($0.token).claims },
        signedBy: authority.value(at: now).keys.publications)
    }
  }

  public func trustList() async throws -> [UInt8]? { try await publish { try $0.trustList(at: $1) } }
  public func changeList(_ list: UInt8) async throws -> [UInt8]? {
    try await publish { try $0.changeList(list, at: $1) }
  }
  public func statusList(_ list: UInt8) async throws -> [UInt8]? {
    try await publish { try $0.statusList(list, at: $1) }
  }
  public func checkpoint() async throws -> [UInt8]? { try await publish { try $0.checkpoint(at: $1) } }
  public func bundle() async throws -> [UInt8]? { try await publish { try $0.bundle(at: $1) } }

  public func settle(isLast: Bool) async throws {
    let (journal, now) = (journal, now())
    try await pool.run { try journal.writeCounts(dueAt: isLast ? nil : now) }
  }

  /// Whether keys and registry can be read: enough to begin with, since a full disk takes only the receipts.
  public func canAnswer() async -> Bool {
    (try? await pool.run(reading)) != nil
  }

  public func checkReady() async throws {
    let (reading, writing, now) = (reading, writing, now())
    let problem = try await pool.run {
      try reading()
      return try writing.value(at: now)
    }
    if let problem { throw BackendFailure(problem: problem) }
  }

  private var reading: @Sendable () throws -> Void {
    let (registry, authority, now) = (registry, authority, now())
    return {
      _ = try authority.value(at: now)
      _ = try registry.logSize()
    }
  }

  private func ask(_ question: @escaping @Sendable (Verifier) throws -> Verification) async throws -> Verification {
    try await pool.run(self.question(question))
  }

  private func question(
    _ question: @escaping @Sendable (Verifier) throws -> Verification
  ) -> @Sendable () throws -> Verification {
    work { verifier in
      let verification = try question(verifier)
      try Self.requireStatus(verification)
      return verification
    }
  }

  /// An answer without the registry is a failure here, because asking the registry is this backend's purpose.
  private static func requireStatus(_ verification: Verification) throws(BackendFailure) {
    guard !verification.notes.contains(.statusNotChecked) else {
      throw BackendFailure(problem: verification.detail ?? "the status could not be looked up")
    }
  }

  /// Turns a question into the work that answers it, for any thread.
  private func work<Answer>(
    _ question: @escaping @Sendable (Verifier) throws -> Answer
  ) -> @Sendable () throws -> Answer {
    let (registry, authority, now) = (registry, authority, now())
    let (formats, reproduce) = (formats, reproduce)
    return {
      let verifier = Verifier(
        trust: try authority.value(at: now).trust, statuses: RegistryStatuses(registry), formats: formats,
        now: now, reproduce: reproduce)
      return try question(verifier)
    }
  }

  private func recorded(
    _ inquiry: Inquiry, _ question: @escaping @Sendable (Verifier) throws -> Verification
  ) async throws -> VerificationAnswer {
    try await recorded(inquiry, try await ask(question))
  }

  private func recorded(_ inquiry: Inquiry, _ verification: Verification) async throws -> VerificationAnswer {
    let entry = entry(inquiry, leaf: verification.leaf, verification.answer, at: now())
    // Anybody can make up a code or a file; a genuine code must have been issued.
    guard entry.leaf != nil else {
      journal.count(entry)
      return VerificationAnswer(verification: verification)
    }
    switch try await journal.record(entry) {
    case .recorded(let receipt):
      return VerificationAnswer(
        verification: verification,
        receipt: try VerificationReceipt(
          entry, receipt, claims: verification.claims, signedBy: authority.value(at: entry.at).keys.publications))
    case .counted(let error): return VerificationAnswer(verification, unrecorded: "\(error)")
    }
  }

  private func entry(_ inquiry: Inquiry, leaf: LogHash?, _ answer: Answer, at time: Int64) -> JournalEntry {
    JournalEntry(
      at: time, channel: inquiry.channel.rawValue, agency: inquiry.agency ?? "", leaf: leaf, result: answer.code)
  }

  private func publish(
    _ publication: @escaping @Sendable (Publications, Int64) throws -> [UInt8]?
  ) async throws -> [UInt8]? {
    let (publications, now) = (publications, now())
    return try await pool.run { try publication(publications, now) }
  }
}

/// What a home's keys say at a given time.
struct Authority: Sendable {
  let trust: Trust
  let keys: KeyStore.PublishingKeys
  let trustList: SignedTrustList

  /// - Throws: `AttestationError` if the home has no trust list, or a damaged one.
  init(_ home: Home, now: Int64) throws {
    keys = try home.openPublishingKeys(now: now)
    trust = try Trust(of: home)
    guard let list = try KeyStore(directory: home.keys).signedTrustList() else {
      throw BackendFailure(problem: "\(home.keys): there is no trust list")
    }
    trustList = list
  }

  /// Of the log as it is now, or as the issuer signed it last, where only the issuer can.
  func checkpoint(of registry: Registry) throws -> SignedCheckpoint {
    if let log = keys.log { return try registry.checkpoint(signedBy: LogSigner(key: log)) }
    guard let signed = try registry.newestCheckpoint() else {
      throw BackendFailure(problem: "the log has no checkpoint yet; it gets one with the first report")
    }
    return signed
  }
}

struct BackendFailure: Error, CustomStringConvertible {
  var problem: String
  var description: String { problem }
}

/// `<row number in the journal>-<first bytes of the row's hash>`: one number does not let anybody guess another.
enum ReceiptNumber {
  static func text(_ receipt: JournalReceipt) -> String {
    "\(receipt.sequence)-\(hexadecimal(receipt.hash.prefix(6)).uppercased())"
  }

  static func sequence(in text: String) -> UInt64? {
    text.split(separator: "-", omittingEmptySubsequences: false).first.flatMap { UInt64($0) }
  }
}

extension VerificationReceipt {
  /// - Parameter claims: of the report with the entry's leaf.
  init(_ entry: JournalEntry, _ receipt: JournalReceipt, claims: ReportClaims?, signedBy key: SigningKey) throws {
    let number = ReceiptNumber.text(receipt)
    let signed = try SignedReceipt.sign(
      Receipt(number: number, time: entry.at, channel: entry.channel, leaf: entry.leaf, answer: entry.result), with: key
    )
    self.init(
      number: number, time: entry.at, channel: entry.channel, code: entry.result, leaf: entry.leaf?.bytes ?? [],
      signed: signed.bytes, claims: claims)
  }
}
