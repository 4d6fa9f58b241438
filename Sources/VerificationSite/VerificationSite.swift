import BlockingWork
public import Hummingbird
import SessionStores
import Verifying
public import Web

/// Whether a report holds: pages for people, an API for machines, and the files that others need to verify
/// independently.
public struct VerificationSite: Site {
  let backend: any VerificationBackend
  let environment: SiteEnvironment
  let options: VerificationSiteOptions
  let limiters: Limiters
  let seal: PageSeal
  /// Through which the codes and numbers of stacks pass.
  let turnstile: Turnstile
  /// Through which whole stacks pass.
  private let stackPlaces: Turnstile
  let stacks: KeptValues<KeptStack>
  /// Verifications answered.
  let answers = LabelledCounter(
    "xinbao_answers_total", help: "Verifications answered, by channel and reason code.", labels: ["channel", "code"])

  private let unrecorded = LabelledCounter(
    "xinbao_unrecorded_answers_total",
    help: "Answers given without a receipt, because there was no room to record them.",
    labels: ["channel"])

  public init(
    _ backend: any VerificationBackend, _ environment: SiteEnvironment,
    options: VerificationSiteOptions
  ) {
    (self.backend, self.environment, self.options) = (backend, environment, options)
    limiters = Limiters(options.rates)
    seal = PageSeal(key: options.answerKey)
    turnstile = Turnstile(width: options.limits.stackWidth)
    stackPlaces = Turnstile(width: options.limits.stacksAtOnce)
    stacks = KeptValues(seconds: options.limits.keptSeconds, most: options.limits.keptStacks)
  }

  public static let resources = SiteResources(
    templates: Template.allCases.map(\.rawValue) + ["comparison"], files: [interface])
  /// The OpenAPI document.
  static let interface = "openapi.json"
  enum Template: String, CaseIterable {
    case start, challenge, several, result, receipt, help, stack
    case stackResult = "stack-result"
  }

  /// The sentences of a verifying service for `ServiceOptions.texts`.
  public static let texts = [
    "BODY_TOO_LARGE": "提交的内容过大。PDF文件不超过20MB，图片不超过15MB；成批核验的，合计不超过40MB。", "BUSY": "当前核验人数较多，请稍后重试。",
  ]

  public var root: String { "/" }
  public var endpoints: [Endpoint] { pageEndpoints + stackEndpoints + apiEndpoints + publicationEndpoints }
  public var counters: [LabelledCounter] { [answers, unrecorded] }
  public func checkReady() async throws { try await backend.checkReady() }
  public func settle(isLast: Bool) async {
    do { try await backend.settle(isLast: isLast) } catch {
      environment.warn("counts of verifications wait to be written", because: error)
    }
  }

  public var unavailable: ServiceError {
    ServiceError(
      status: .serviceUnavailable, code: "UNAVAILABLE", message: "the registry cannot be reached; nothing was verified",
      text: "核验系统暂时不可用，本次未作出核验结论。请稍后重试。", retryAfter: 30)
  }

  public func response(to refusal: ServiceError, at path: String) -> Response {
    let speaksJSON = path.hasPrefix("/api/") || path.hasPrefix("/.well-known/") || path == "/openapi.json"
    return speaksJSON ? .json(refusal) : environment.page(refusal)
  }

  /// Asks the backend, up to the configured time.
  /// - Parameter seconds: nil: the time limit for an answer of the registry.
  func ask<Answer: Sendable>(
    within seconds: Double? = nil, _ question: @escaping @Sendable (any VerificationBackend) async throws -> Answer
  ) async throws -> Answer {
    let backend = backend
    do { return try await environment.answer(within: seconds) { try await question(backend) } } catch is PoolIsFull {
      environment.metrics.count(refusal: "files-waiting")
      throw ServiceError.busy
    } catch let full as UploadMemory.Full { throw environment.refusal(full) }
  }

  /// Answers a stack, if not too many are being answered already.
  /// - Throws: `BUSY`, before anything is verified; what `answer` throws.
  func oneStack<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
    do { return try await stackPlaces.passAtOnce(answer) } catch is PoolIsFull {
      environment.metrics.count(refusal: "stacks-at-once")
      throw ServiceError.busy
    }
  }

  func count(answer code: String, _ channel: Inquiry.Channel) { answers.count(channel.rawValue, code) }

  /// Counts an answer of the backend.
  func count(_ answer: VerificationAnswer, _ channel: Inquiry.Channel) {
    count(answer: answer.verification.answer.code, channel)
    guard let problem = answer.unrecorded else { return }
    unrecorded.count(channel.rawValue)
    environment.warn("answers are given without receipts", because: BackendFailure(problem: problem))
  }
}
