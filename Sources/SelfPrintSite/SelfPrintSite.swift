public import Hummingbird
import OpenIDConnect
public import Registry
public import SelfPrinting
public import SessionStores
public import Web

/// Where companies and persons who log in issue their own reports: log-in, order, preview, history, objections.
public struct SelfPrintSite: Site {
  /// How people log in.
  public enum LogIn: Sendable {
    case provider(any LogInDoor)
    /// Anybody can log in as any of these; on loopback only, and marked on every page.
    case demo([Holder])
  }
  let backend: any SelfPrintBackend
  let environment: SiteEnvironment
  let logIn: LogIn
  let turns: Registry.Turns
  let cookies: SessionCookies
  let limiters: Limiters
  let sessions: Sessions
  /// Log-ins of a demonstration in progress.
  let pending = OneTimeStore<LogInRequest>(seconds: ProviderDoor.seconds)

  /// - Parameters:
  ///   - turns: the backend's limits, for display on the page.
  ///   - isSecure: people reach the page over TLS, whether it ends here or at a proxy.
  public init(
    _ backend: any SelfPrintBackend, _ environment: SiteEnvironment, logIn: LogIn, turns: Registry.Turns,
    isSecure: Bool,
    rates: SelfPrintRates = SelfPrintRates(), sessionLimits: SessionLimits = SessionLimits()
  ) {
    (self.backend, self.environment, self.logIn, self.turns) = (backend, environment, logIn, turns)
    cookies = SessionCookies(isSecure: isSecure)
    limiters = Limiters(rates)
    sessions = Sessions(limits: sessionLimits, memory: SessionMemory())
  }

  public static let resources = SiteResources(
    templates: Template.allCases.map(\.rawValue) + ["self-question"])
  enum Template: String, CaseIterable {
    case login = "self-login"
    case demo = "self-demo"
    case start = "self-start"
    case confirm = "self-confirm"
    case report = "self-report"
    case history = "self-history"
    case turn = "self-turn"
  }

  public var root: String { "/self" }
  public func checkReady() async throws { try await backend.checkReady() }
  public var unavailable: ServiceError { .unavailable }

  public func response(to refusal: ServiceError, at path: String) -> Response {
    // Whoever could not log in is led to log in again.
    let isLogIn = ["/self/login", "/self/callback"].contains(path)
    return environment.page(refusal, frame(nil).merging(["isLogIn": isLogIn]) { $1 })
  }
}

/// Limits per client of the self-print site. Nil: no limit.
public struct SelfPrintRates: Sendable {
  /// Steps of logging in; each queries the provider.
  public var logIns: Rate? = Rate(burst: 20, perSecond: 20.0 / 60)
  /// Previews, issues and objections.
  public var prints: Rate? = Rate(burst: 20, perSecond: 20.0 / 60)

  public init() {}
  public static var none: SelfPrintRates {
    var rates = SelfPrintRates()
    (rates.logIns, rates.prints) = (nil, nil)
    return rates
  }
}

/// The limits per client, under the names used in logs and metrics.
struct Limiters: Sendable {
  let logIns, prints: RateLimiter?

  init(_ rates: SelfPrintRates) {
    logIns = rates.logIns.map { RateLimiter("log-ins", $0) }
    prints = rates.prints.map { RateLimiter("prints", $0) }
  }
}
