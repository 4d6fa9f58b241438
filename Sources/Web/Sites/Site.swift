public import HTTPTypes
public import Hummingbird

/// A part of the service with its own addresses: what it answers, whether it is ready, what it counts, and which
/// templates it needs. A site is a value; a `WebService` consists of one or more, so that each can run beside others or
/// alone.
public protocol Site: Sendable {
  /// What it needs from the folder of templates; known before a site exists.
  static var resources: SiteResources { get }

  /// The path prefix of its addresses: `/`, or `/self`.
  var root: String { get }
  /// All of its addresses.
  var endpoints: [Endpoint] { get }
  /// Its counters; reported at `/metrics` besides those of every service.
  var counters: [LabelledCounter] { get }

  /// Whether it can answer at this moment. The time limit of an answer applies.
  /// - Throws: why it cannot; the service's log says it.
  func checkReady() async throws
  /// Writes down what is kept in memory only: called every minute, and when the service stops, after its last request.
  func settle(isLast: Bool) async

  /// The answer to an error that is not a `ServiceError`: one that the site did not expect.
  var unavailable: ServiceError { get }
  /// A refusal in the site's own form. The service adds the headers.
  /// - Parameter path: below the site's root, or one that belongs to no site.
  func response(to refusal: ServiceError, at path: String) -> Response
}

extension Site {
  public var counters: [LabelledCounter] { [] }
  public func settle(isLast: Bool) async {}

  /// Whether a path is the site's root or below it.
  func owns(_ path: String) -> Bool { root == "/" || path == root || path.hasPrefix(root + "/") }
}

/// Files of the folder of templates, by name without the folder.
public struct SiteResources: Sendable, Equatable {
  /// Without `.mustache`.
  public var templates: [String]
  /// Other files that the site serves.
  public var files: [String]

  public init(templates: [String], files: [String] = []) { (self.templates, self.files) = (templates, files) }
}

/// One address and method.
public struct Endpoint: Sendable {
  public typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

  public var method: HTTPRequest.Method
  /// The router's pattern: `/receipts/{number}`. Logs and metrics contain this, never the address itself.
  public var path: String
  /// The limit per client that applies. Nil: none.
  public var limiter: RateLimiter?
  public var handle: Handler

  public init(
    method: HTTPRequest.Method, path: String, limiter: RateLimiter?, handle: @escaping Handler
  ) {
    (self.method, self.path, self.limiter, self.handle) = (method, path, limiter, handle)
  }
}
