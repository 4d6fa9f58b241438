import HTTPTypes
import Stacks
import Verifying
import Web

/// One thing of a stack that is to be verified.
enum StackQuestion: Sendable {
  case file(UploadedFile)
  case number(String, checkCode: String)
  /// - `source`: of the earlier challenge that is answered by this, or of digits.
  case code(String, ending: String?, from: Verification.Source)
  /// Nothing that can be verified, and why.
  case unclear(ServiceError)

  /// Units of work: reading a picture takes as much as examining several PDFs. So does a scanned PDF, which shows only when
  /// it is read.
  func cost(_ site: VerificationSite) -> Double {
    guard case .file(let file) = self else { return 1 }
    return FileKind(of: file.bytes, among: site.options.formats)?.isPicture == true ? 3 : 1
  }
}

/// What became of it.
enum StackOutcome: Sendable {
  case outcome(FileOutcome)
  /// It was not verified.
  case failed(ServiceError)
}

extension VerificationSite {
  /// Answers the questions of one stack, one after the other. So a stack has one file at most among those that wait, and over
  /// all stacks only so many codes and numbers are verified at once as `stackWidth` says: whoever verifies a single report does
  /// not wait behind somebody's hundred.
  /// - Parameter isPage: else it is the API.
  func outcomes(
    of questions: [StackQuestion], agency: String?, isPage: Bool, _ client: IPAddress
  ) async -> [StackOutcome] {
    let end = environment.clock.monotonicSeconds() + options.limits.stackSeconds
    var outcomes: [StackOutcome] = []
    var hasGivenWay = false
    for question in questions {
      // Its memory belongs to others: the rest of its files must go, too.
      guard !hasGivenWay else {
        outcomes.append(.failed(.gaveWay))
        continue
      }
      guard environment.clock.monotonicSeconds() < end else {
        outcomes.append(.failed(.stackTooSlow))
        continue
      }
      let outcome = await outcome(of: question, agency: agency, isPage: isPage, client, until: end)
      if case .failed(let error) = outcome, error == .gaveWay { hasGivenWay = true }
      outcomes.append(outcome)
    }
    return outcomes
  }

  /// - Parameter end: on the monotonic clock; where too many files wait, this one tries again until then.
  private func outcome(
    of question: StackQuestion, agency: String?, isPage: Bool, _ client: IPAddress, until end: Double
  ) async -> StackOutcome {
    while true {
      do {
        return .outcome(try await answer(question, agency: agency, isPage: isPage, client))
      } catch let error as ServiceError {
        let waits = error == .busy && environment.clock.monotonicSeconds() < end
        guard waits, (try? await Task.sleep(for: .milliseconds(250))) != nil else { return .failed(error) }
      } catch {
        environment.note(error)
        return .failed(unavailable)
      }
    }
  }

  /// A file becomes its answers here, and only here.
  private func answer(
    _ question: StackQuestion, agency: String?, isPage: Bool, _ client: IPAddress
  ) async throws -> FileOutcome {
    func inquiry(_ page: Inquiry.Channel, _ interface: Inquiry.Channel) -> Inquiry {
      Inquiry(channel: isPage ? page : interface, agency: agency)
    }
    switch question {
    case .file(let file): return try await inquire(file: file, inquiry(.pageFile, .apiFile))
    case .code(let text, let ending, let source):
      return FileOutcome(
        try await turnstile.pass {
          try await inquire(text, ending: ending, from: source, inquiry(.pageCode, .apiCode), client)
        })
    case .number(let number, let checkCode):
      let answer = try await turnstile.pass {
        try await inquire(number: number, checkCode: checkCode, digest: nil, inquiry(.pageNumber, .apiNumber), client)
      }
      switch answer {
      case .answer(let answer): return FileOutcome(.answer(answer))
      case .refused: return FileOutcome(.answer(VerificationAnswer(verification: .unknownNumber)))
      case .throttled(let seconds): throw ServiceError.tooMany(after: Double(seconds))
      }
    case .unclear(let error): throw error
    }
  }

  /// The cost of a stack beyond the unit that its request cost already.
  func charge(_ questions: [StackQuestion], to client: IPAddress) {
    let cost = questions.reduce(0) { $0 + $1.cost(self) }
    if cost > 1 { environment.charge(client, cost - 1, by: limiters.stacks) }
  }
}

extension ServiceError {
  /// - Parameter most: reports in a stack.
  static func tooManyReports(most: Int) -> ServiceError {
    ServiceError(
      status: .contentTooLarge, code: "TOO_MANY_REPORTS", message: "a stack has at most \(most) reports",
      text: "一次最多核验\(most)份报告，本次没有核验任何一份。请分批提交。")
  }

  static let stackTooSlow = ServiceError(
    status: .serviceUnavailable, code: "STACK_TIMEOUT", message: "the stack took too long; send this report again",
    text: "本批核验时间已到，这一份没有核验。请重新提交这一份。", retryAfter: 5)
}
