public import HTTPTypes
public import Hummingbird

/// A part of the service with addresses of its own: what it answers, whether it can, what it counts, and which templates it
/// needs. A site is a value; a `WebService` is made of one or more, so that each can run beside others or by itself.
public protocol Site: Sendable {
  /// What it takes from the folder of templates; known before there is a site.
  static var resources: SiteResources { get }

  /// Where its addresses begin: `/`, or `/self`.
  var root: String { get }
  /// All of its addresses.
  var endpoints: [Endpoint] { get }
  /// What it counts; told at `/metrics` beside what every service counts.
  var counters: [LabelledCounter] { get }

  /// Whether it can answer at this moment. Not waited for any longer than for an answer.
  func isReady() async -> Bool

  /// What is told of an error that is no `ServiceError`: one that the site did not expect.
  var unavailable: ServiceError { get }
  /// A refusal in the site's own form. Headers are seen to by the service.
  /// - Parameter path: below the site's root, or one that is no site's.
  func response(to refusal: ServiceError, at path: String) -> Response
}

extension Site {
  public var counters: [LabelledCounter] { [] }

  /// Whether a path is the site's root or below it.
  func owns(_ path: String) -> Bool { root == "/" || path == root || path.hasPrefix(root + "/") }
}

/// Files of the folder of templates, by name without the folder.
public struct SiteResources: Sendable, Equatable {
  /// Without `.mustache`.
  public var templates: [String]
  /// Anything else that the site serves.
  public var files: [String]

  public init(templates: [String], files: [String] = []) { (self.templates, self.files) = (templates, files) }
}

/// One address and method.
public struct Endpoint: Sendable {
  public typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

  public var method: HTTPRequest.Method
  /// As the router writes it: `/receipts/{number}`. This, never the address itself, stands in logs and metrics.
  public var path: String
  /// Which limit per client it counts against. Nil: none.
  public var limiter: RateLimiter?
  /// Counts against the uploads that are held in memory at the same time.
  public var isUpload: Bool
  public var handle: Handler

  public init(
    method: HTTPRequest.Method, path: String, limiter: RateLimiter?, isUpload: Bool = false,
    handle: @escaping Handler
  ) {
    (self.method, self.path, self.limiter, self.isUpload, self.handle) = (method, path, limiter, isUpload, handle)
  }
}
