import HTTPTypes
import Hummingbird

/// A composition of sites: their addresses, those that every service has, and the limits that apply to all of them.
public struct WebService: Sendable {
  public let sites: [any Site]
  public let environment: SiteEnvironment

  /// - Parameters:
  ///   - sites: at least one; no two with the same root.
  ///   - environment: the one with which the sites were made.
  public init(_ sites: [any Site], _ environment: SiteEnvironment) {
    precondition(!sites.isEmpty, "a service without a site")
    precondition(Set(sites.map(\.root)).count == sites.count, "two sites at one root")
    // If two sites own a path, the one with the longer root is found first.
    self.sites = sites.sorted { $0.root.count > $1.root.count }
    self.environment = environment
  }

  /// All addresses of the service.
  public var endpoints: [Endpoint] { sites.flatMap(\.endpoints) + [assets] + monitoringEndpoints }

  public func responder() -> ServiceResponder {
    let router = Router(context: ServiceContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: NotFoundTranslation())
    let endpoints = endpoints
    for endpoint in endpoints {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        try await serve(endpoint, request, context)
      }
    }
    for (path, group) in Dictionary(grouping: endpoints, by: \.path) {
      var known = Set(group.map(\.method))
      if known.contains(.get) { known.insert(.head) }
      let allow = known.map(\.rawValue).sorted().joined(separator: ", ")
      let others: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options, .trace]
      for method in others where !known.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in throw ServiceError.methodNotAllowed(allow) }
      }
      // The router adds HEAD for every GET, also for the refusals above.
    }
    return ServiceResponder(service: self, router: router.buildResponder())
  }

  /// The site that answers for a path: its own, or for a path of no site the one with the shortest root.
  func site(at path: String) -> any Site { sites.first { $0.owns(path) } ?? sites[sites.count - 1] }

  private func serve(_ endpoint: Endpoint, _ request: Request, _ context: ServiceContext) async throws -> Response {
    try environment.admit(context.client, by: endpoint.limiter)
    return try await endpoint.handle(request, context)
  }

  /// Files used by the pages of all sites.
  private var assets: Endpoint {
    Endpoint(method: .get, path: "/assets/{name}", limiter: nil) { _, context in
      guard let name = context.parameters.get("name"), let asset = environment.pages[asset: name] else {
        throw ServiceError.notFound
      }
      return .bytes(asset.bytes, type: asset.contentType)
    }
  }
}

/// Replaces the router's message for an unknown address with ours.
private struct NotFoundTranslation: RouterMiddleware {
  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
      throw ServiceError.notFound
    }
  }
}
