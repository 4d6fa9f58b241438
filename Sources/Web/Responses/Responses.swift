public import HTTPTypes
public import Hummingbird
public import JSON
import NIOCore

extension Response {
  /// - Parameter type: `Content-Type`.
  public static func bytes(
    _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  public static func text(
    _ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  public static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    .text(text, type: "text/html; charset=utf-8", status: status)
  }

  public static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
    .bytes(value.bytes, type: "application/json", status: status)
  }

  public static func json(_ refusal: ServiceError) -> Response { .json(refusal.json, status: refusal.status) }

  /// A redirect that is fetched with GET (RFC 9110 §15.4.4).
  /// - Parameter cookies: values of `Set-Cookie`.
  public static func seeOther(_ address: String, cookies: [String] = []) -> Response {
    var headers: HTTPFields = [.location: address]
    for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
    return Response(status: .seeOther, headers: headers)
  }
}

extension ServiceError {
  /// `{"error": {"code": …, "message": …, "retryAfter": …}}`.
  public var json: JSONValue {
    let details: [(String, JSONValue?)] = [
      ("code", .string(code)), ("message", .string(message)), ("retryAfter", retryAfter.map { .integer(Int64($0)) }),
    ]
    return .object([("error", .object(optional: details))])
  }
}
