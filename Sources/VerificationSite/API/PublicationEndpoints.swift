import Crypto
import HTTPTypes
import Hexadecimal
import Hummingbird
import Web

// What verifiers fetch once and then use to verify offline: the only answers that may be cached.

extension VerificationSite {
  var publicationEndpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/.well-known/xinbao/trust.cose", limiter: environment.pageLimiter) { request, _ in
        try publication(try await ask { try await $0.trustList() }, .cose, seconds: 300, request)
      },
      Endpoint(method: .get, path: "/.well-known/xinbao/status/{list}", limiter: environment.pageLimiter) {
        request, context in
        guard let list = context.parameters.get("list").flatMap({ UInt8($0) }) else { throw ServiceError.notFound }
        return try publication(try await ask { try await $0.statusList(list) }, .cose, seconds: 60, request)
      },
      Endpoint(method: .get, path: "/.well-known/xinbao/changes/{list}", limiter: environment.pageLimiter) {
        request, context in
        guard let list = context.parameters.get("list").flatMap({ UInt8($0) }) else { throw ServiceError.notFound }
        return try publication(try await ask { try await $0.changeList(list) }, .cose, seconds: 60, request)
      },
      Endpoint(method: .get, path: "/.well-known/xinbao/checkpoint", limiter: environment.pageLimiter) { request, _ in
        try publication(try await ask { try await $0.checkpoint() }, .note, seconds: 60, request)
      },
      Endpoint(method: .get, path: "/.well-known/xinbao/bundle", limiter: environment.pageLimiter) { request, _ in
        try publication(try await ask { try await $0.bundle() }, .cose, seconds: 300, request)
      },
    ]
  }

  private enum Form: String {
    /// RFC 9052 §2.
    case cose = "application/cose; cose-type=\"cose-sign1\""
    /// C2SP tlog-checkpoint.
    case note = "text/plain; charset=utf-8"
  }

  private func publication(_ bytes: [UInt8]?, _ form: Form, seconds: Int, _ request: Request) throws -> Response {
    guard let bytes else { throw ServiceError.notFound }
    let tag = "\"\(hexadecimal(SHA256.hash(data: bytes).prefix(16)))\""
    let headers: HTTPFields = [
      .contentType: form.rawValue, .eTag: tag, .cacheControl: "public, max-age=\(seconds), must-revalidate",
    ]
    let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimmingSpaces() } ?? []
    if known.contains(where: { $0 == "*" || $0 == tag || $0 == "W/" + tag }) {
      return Response(status: .notModified, headers: headers)
    }
    return .bytes(bytes, type: form.rawValue, headers: headers)
  }
}
