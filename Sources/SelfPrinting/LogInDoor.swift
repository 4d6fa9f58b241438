public import OpenIDConnect
import SessionStores

/// Where people log in.
public protocol LogInDoor: Sendable {
  func begin() async throws(LogInFailure) -> BegunLogIn
  /// Ends a log-in. It can be ended once: a repeated answer, or one from another browser, is that of no log-in.
  /// - Parameter cookie: as the browser sent it.
  /// - Returns: nil if the provider names neither a body nor a person.
  func finish(_ cookie: String?, _ answer: LogInAnswer) async throws(LogInFailure) -> Holder?
  /// Whoever logs out has no pass any more.
  func end(_ holder: Holder) async
}

/// A log-in that waits for the provider's answer.
public struct BegunLogIn: Sendable, Equatable, Codable {
  /// To which the browser is sent.
  public var address: String
  /// Ties the answer to the browser that began.
  public var cookie: String
  public init(address: String, cookie: String) { (self.address, self.cookie) = (address, cookie) }
}

/// Log-in with a provider of OpenID Connect.
public struct ProviderDoor: LogInDoor {
  /// Long enough to find a phone and scan a face.
  public static let seconds = 600.0
  private let party: RelyingParty
  private let begun = OneTimeStore<LogInRequest>(seconds: Self.seconds)
  private let monotonicSeconds: @Sendable () -> Double

  public init(_ party: RelyingParty, monotonicSeconds: @escaping @Sendable () -> Double) {
    (self.party, self.monotonicSeconds) = (party, monotonicSeconds)
  }

  public func begin() async throws(LogInFailure) -> BegunLogIn {
    let request = LogInRequest()
    let address = try await party.address(for: request)
    return BegunLogIn(address: address, cookie: begun.begin(request, at: monotonicSeconds()))
  }

  public func finish(_ cookie: String?, _ answer: LogInAnswer) async throws(LogInFailure) -> Holder? {
    guard let request = begun.take(cookie, at: monotonicSeconds()) else { throw .unknownState }
    return Holder(try await party.identity(from: answer, to: request))
  }

  public func end(_ holder: Holder) async {}
}
