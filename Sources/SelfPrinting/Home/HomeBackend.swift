import Attestation
public import BlockingWork
public import CivilTime
public import FileFormats
public import Importing
public import Installation
import Issuing
import OfflineVerification
public import Records
public import Registry
import Rendering
import ReportKinds
import ReportTokens
import Reports
import VerifierSetup
import Verifying

/// Issues reports from credit files into a home.
public struct HomeBackend: SelfPrintBackend {
  public let domains: [DomainChoice]
  public let questions: QuestionForm
  public let objectionRules: ObjectionRules
  private let calendar: WorkingCalendar
  /// The list also has domains that nobody could identify, about which the page asks nothing.
  private let listHasOthers: Bool
  private let coveredDays: CoveredDays
  private let past: PrintedQuestions
  private let office: PrintingOffice
  private let registry: Registry
  private let reader: CreditFileReader
  private let files: any CreditFileSource
  private let prints: PrintFolder
  private let turns: Registry.Turns
  private let pool: BlockingPool
  /// For `checkReady`, which must not wait until reports are made.
  private let probe = BlockingPool(threads: 1)
  private let now: @Sendable () -> BeijingTime

  /// - Parameters:
  ///   - questions: what the form helps with.
  ///   - calendar: by which the deadlines of objections are counted.
  ///   - prints: where files are kept for download.
  ///   - turns: how often a subject may print on one day (Beijing time).
  ///   - pool: has as many threads as reports may be made at once.
  public init(
    office: PrintingOffice, questions: QuestionForm, objectionRules: ObjectionRules, calendar: WorkingCalendar,
    registry: Registry, files: any CreditFileSource, prints: PrintFolder, turns: Registry.Turns, pool: BlockingPool,
    now: @escaping @Sendable () -> BeijingTime
  ) throws {
    let (catalogue, home) = (office.catalogue, office.home)
    guard let list = catalogue.domainLists.first(where: { $0.naming.names.contains(home.configuration.catalogue) })
    else {
      throw SelfPrintSetupError(problem: "there is no domain list \(home.configuration.catalogue)")
    }
    past = PrintedQuestions(catalogue)
    domains = list.entries.compactMap { entry in
      catalogue.domains.first { $0.naming.key == entry.domain && $0.isIdentified }
        .map { DomainChoice(key: entry.domain, label: $0.naming.label) }
    }
    listHasOthers = domains.count < list.entries.count
    coveredDays = try CoveredDays(
      catalogue: catalogue, list: list.naming.key, profile: home.configuration.profile)
    (self.questions, self.objectionRules, self.calendar) = (questions, objectionRules, calendar)
    (self.office, self.registry, self.files) = (office, registry, files)
    (self.prints, self.turns, self.pool, self.now) = (prints, turns, pool, now)
    reader = CreditFileReader(catalogue: catalogue, now: now)
  }

  public var formats: ReadableFormats { office.formats.readable }

  public func summary(of holder: Holder) async throws -> SubjectSummary {
    try await pool.run {
      let file = try creditFile(of: holder)
      let kind = office.catalogue.subjectKinds.first { $0.naming.key == file.subject.kind }
      let offered = Set(domains.map(\.key))
      return SubjectSummary(
        name: file.subject.name, kindLabel: kind?.naming.label ?? file.subject.kind, asOf: file.asOf,
        lastDay: file.lastDay,
        days: holder.isPerson ? [] : coveredDays.days(in: file).filter { offered.contains($0.domain) },
        taken: try taken(by: holder, at: now()))
    }
  }

  public func outlook(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintOutlook {
    try await pool.run {
      let time = now()
      let identity = Report.Identity.drawn(at: time, issuer: office.home.configuration.issuer)
      let report = try report(order, on: creditFile(order, for: holder), identity)
      if case .none(let number) = try registry.turn(
        for: turn(for: report, of: holder, at: time), most: turns, at: time.secondsSince1970)
      {
        return .noTurn(number: number)
      }
      guard let judgement = report.judgement else { return .listing }
      let issuer = try office.issuer(
        registry: registry, issuedAt: time.secondsSince1970, clock: { time.secondsSince1970 })
      guard issuer.trustsDeclaredCoverage || report.coverageBasis == .deliveries else {
        throw SelfPrintRefusal.declaredCoverage
      }
      do { try registry.refuseOlderData(WatchedAnswer.all(in: report, about: holder.code.text)) } catch {
        throw SelfPrintRefusal(error) ?? error
      }
      return .conclusion(
        SelfPrintConclusion(judgement, Conclusion(try report.foreseenClaims(), past.names)))
    }
  }

  private func turn(for report: Report, of holder: Holder, at time: BeijingTime) -> Registry.SelfPrint {
    Registry.SelfPrint(
      number: report.identity.number.description, kind: report.kind, subject: holder.code.text,
      question: ReportQuestion(of: report), day: Int64(time.date.daysSince1970))
  }

  /// The turns that are taken today.
  private func taken(by holder: Holder, at time: BeijingTime) throws -> [Registry.TakenTurn] {
    try registry.turns(of: holder.code.text, on: Int64(time.date.daysSince1970), at: time.secondsSince1970)
  }

  public func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintedFile {
    try await pool.run {
      let time = now()
      // A number that ends in five zeros and belongs to no report; no check code.
      let identity = Report.Identity(
        number: ReportNumber(at: BeijingTime(time.date), random: 0), issuedAt: time,
        issuer: office.home.configuration.issuer + "（预览，未出具）", salt: [UInt8](repeating: 0, count: 16))
      let report = try report(order, on: creditFile(order, for: holder), identity)
      let press = try office.press(for: report.kind)
      return SelfPrintedFile(
        try press.preview(of: report, host: office.home.configuration.host), named: "预览-无效力",
        format: press.format)
    }
  }

  public func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult {
    try await pool.run {
      let time = now()
      let identity = Report.Identity.drawn(at: time, issuer: office.home.configuration.issuer)
      let file = try creditFile(order, for: holder)
      let report = try report(order, on: file, identity)
      guard let checkCode = identity.checkCode else {
        preconditionFailure("an identity that is drawn has a check code")
      }
      let press = try office.press(for: report.kind)
      let number = identity.number.description
      if case .none(let earlier) = try registry.takeTurn(
        turn(for: report, of: holder, at: time), most: turns, at: time.secondsSince1970)
      {
        return .noTurn(number: earlier)
      }
      do {
        prints.tidy(at: time.secondsSince1970)
        let now = now
        _ = try office.issuer(
          registry: registry, issuedAt: time.secondsSince1970, clock: { now().secondsSince1970 }
        ).issue(
          report, by: press, subject: holder.code.text, to: prints.path(of: number, press.format.fileExtension),
          supersession: Registry.Supersession(sameQuestion: true), judgeAgain: office.maker.judgingAgain(file))
      } catch {
        // If the report was registered after all, the turn stays taken.
        try? registry.returnTurn(of: number)
        throw SelfPrintRefusal(error) ?? error
      }
      return .issued(number: number, checkCode: CheckCode(checkCode)?.description ?? checkCode)
    }
  }

  public func history(of holder: Holder) async throws -> [SelfPrintedReport] {
    try await pool.run {
      let subject = holder.code.text
      let objections = try registry.objections(of: subject)
      return try registry.reports(.init(subject: subject), limit: 200).filter { isFor(holder, $0) }.map { report in
        shown(report, objections)
      }
    }
  }

  public func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport? {
    try await pool.run {
      guard let report = try found(number, holder) else { return nil }
      return shown(report, try registry.objections(of: holder.code.text))
    }
  }

  /// - Parameter objections: to any of the subject's reports.
  private func shown(_ report: RegisteredReport, _ objections: [Objection]) -> SelfPrintedReport {
    let own = objections.filter { $0.number == report.number }.map { objection in
      PrintedObjection(
        objection,
        deadline: calendar.deadline(
          after: BeijingTime(secondsSince1970: objection.madeAt).date, workingDays: objectionRules.decideWithin))
    }
    return SelfPrintedReport(report, files: kept(report), question: past.question(of: report), objections: own)
  }

  public func file(
    of number: String, format: any FileFormat, for holder: Holder
  ) async throws -> SelfPrintedFile? {
    try await pool.run {
      guard let report = try found(number, holder) else { return nil }
      let fileExtension = format.fileExtension
      return try prints.file(of: number, fileExtension, sha256: report.file(fileExtension)?.sha256)
        .map { SelfPrintedFile($0, named: past.fileName(of: report), format: format) }
    }
  }

  /// The names of the formats whose files are available.
  private func kept(_ report: RegisteredReport) -> [String] {
    formats.all.filter { prints.has(report.number, $0.fileExtension) }.map(\.name)
  }

  public func records(of holder: Holder) async throws -> [String] {
    try await pool.run {
      try creditFile(of: holder).records.flatMap { given -> [String] in
        guard let category = office.catalogue.categories.first(where: { $0.naming.key == given.category }) else {
          return []
        }
        return given.records.enumerated().map { place, record in
          var (document, day): (String?, CalendarDate?) = (nil, nil)
          if case .text(let text)? = category.documentField.flatMap({ record.fields[$0] }) { document = text }
          if case .date(let date)? = category.dateField.flatMap({ record.fields[$0] }) { day = date }
          let name = document.map { ShownPerson.text($0) } ?? "第\(place + 1)条"
          let line = "\(category.naming.label)：\(name)" + (day.map { "（\($0)）" } ?? "")
          return String(line.filter { !$0.isNewline }.prefix(Self.longestRecord))
        }
      }
    }
  }

  public func object(to number: String, by holder: Holder, _ objection: SelfPrintObjection) async throws {
    try await pool.run {
      guard try found(number, holder) != nil else { throw RegistryError.noSuchReport(number: number) }
      do {
        try registry.object(
          to: number, of: holder.code.text, text: objection.text, record: objection.record, files: objection.files,
          at: now().secondsSince1970)
      } catch let error as RegistryError {
        if let refusal = ObjectionRefusal(error) { throw refusal }
        throw error
      }
    }
  }

  /// Characters of a line of `records`.
  private static let longestRecord = 100

  public func checkReady() async throws {
    let registry = registry
    try await probe.run { try registry.checkIsFitToIssue() }
  }

  /// Every look-up of a report by number goes through here: it asks the registry for number and holder together.
  private func found(_ number: String, _ holder: Holder) throws -> RegisteredReport? {
    guard ReportNumber(number) != nil, let report = try registry.report(number: number, of: holder.code.text),
      isFor(holder, report)
    else { return nil }
    return report
  }

  /// The code of a body and the number of a person's document could be the same text.
  private func isFor(_ holder: Holder, _ report: RegisteredReport) -> Bool {
    report.kind.isOfPerson == holder.isPerson
  }

  private func creditFile(_ order: SelfPrintOrder, for holder: Holder) throws -> CreditFile {
    var file = try creditFile(of: holder)
    // Whatever requester the file names, it is now the person.
    file.request = order.purpose.map {
      Request(requester: holder.name ?? file.subject.name, basis: .own, purpose: $0)
    }
    return file
  }

  private func report(
    _ order: SelfPrintOrder, on file: CreditFile, _ identity: Report.Identity
  ) throws -> Report {
    do {
      var terms = order.noViolation
      // All that the page offers is not all of a list that has domains which it does not offer.
      if listHasOthers, terms?.domains == nil { terms?.domains = domains.map(\.key) }
      return try office.maker.report(
        ReportOrder(kind: order.kind, noViolation: terms), on: file, identity: identity)
    } catch let error as ReportError {
      guard case .refused(let refusal, _) = error else { throw error }
      throw SelfPrintRefusal(refusal.selfPrintText)
    } catch NoViolationError.periodAfterData(_, let asOf) {
      throw SelfPrintRefusal("查询期间的起始日期不能晚于信用信息的归集日期（\(asOf)）。")
    }
  }

  private func creditFile(of holder: Holder) throws -> CreditFile {
    guard let bytes = try files.creditFile(of: holder.code) else {
      throw SelfPrintRefusal("没有查询到登录主体的信用信息，暂时无法出具报告。请与报告出具单位联系。")
    }
    // Its message could disclose the file's contents, which must not be logged.
    guard let file = try? reader.read(bytes: bytes, name: "credit file").file else {
      throw CreditFileUnfit(problem: "cannot be read; have it checked")
    }
    // Guards against a source that returns somebody else's file.
    guard file.subject.code == holder.code.text else {
      throw CreditFileUnfit(problem: "is of another subject than the one it was asked for")
    }
    let kind = office.catalogue.subjectKinds.first { $0.naming.key == file.subject.kind }
    guard let kind, kind.isPerson == holder.isPerson else {
      throw CreditFileUnfit(problem: "is of a body where a person logged in, or the other way round")
    }
    return file
  }
}
