public import HTTPTypes

/// Why a request is refused: a status, a code for machines, and one sentence for each kind of reader.
public struct ServiceError: Error, Sendable, Equatable {
  public var status: HTTPResponse.Status
  /// Stable; listed in the OpenAPI document.
  public var code: String
  /// In English, for the API's users.
  public var message: String
  /// In Chinese, for people at the page.
  public var text: String
  /// Seconds, for `Retry-After`.
  public var retryAfter: Int?
  /// The methods that this address supports, for `Allow`.
  public var allow: String?
  /// The rest of the request's body has not arrived and is not wanted.
  public var closesConnection: Bool

  public init(
    status: HTTPResponse.Status, code: String, message: String, text: String, retryAfter: Int? = nil,
    allow: String? = nil, closesConnection: Bool = false
  ) {
    (self.status, self.code, self.message, self.text) = (status, code, message, text)
    (self.retryAfter, self.allow, self.closesConnection) = (retryAfter, allow, closesConnection)
  }

  public static func badRequest(_ message: String, _ text: String) -> ServiceError {
    ServiceError(status: .badRequest, code: "BAD_REQUEST", message: message, text: text)
  }

  /// Where it ends is unknown, and so is what comes after it.
  static let malformedBody = ServiceError(
    status: .badRequest, code: "BAD_REQUEST", message: "the body is not transferred as HTTP/1.1 says",
    text: "提交的内容不完整。请从首页重新提交。", closesConnection: true)

  /// RFC 9110 §10.1.1: whoever expects something may wait for it before the body is sent.
  static let expectationFailed = ServiceError(
    status: .expectationFailed, code: "EXPECTATION_FAILED", message: "of Expect, only 100-continue is known",
    text: "提交的方式不受支持。请从首页重新提交。", closesConnection: true)

  public static let notFound = ServiceError(
    status: .notFound, code: "NOT_FOUND", message: "there is nothing at this address", text: "没有这个页面。请检查网址。")

  public static func methodNotAllowed(_ allow: String) -> ServiceError {
    ServiceError(
      status: .methodNotAllowed, code: "METHOD_NOT_ALLOWED", message: "this address takes \(allow)",
      text: "该网址不支持这种访问方式。请从首页进入。", allow: allow)
  }

  public static func tooLarge(limit: Int) -> ServiceError {
    ServiceError(
      status: .contentTooLarge, code: "BODY_TOO_LARGE", message: "the body may have at most \(limit) bytes",
      text: "提交的内容过大。", closesConnection: true)
  }

  public static func unsupportedMediaType(_ expected: String) -> ServiceError {
    ServiceError(
      status: .unsupportedMediaType, code: "UNSUPPORTED_MEDIA_TYPE", message: "the body must be \(expected)",
      text: "提交的内容格式不受支持。请从首页重新提交。")
  }

  /// - Parameter seconds: rounded up, so that a client that returns then is admitted.
  public static func tooMany(after seconds: Double) -> ServiceError {
    let seconds = max(1, Int(min(seconds, 86_400).rounded(.up)))
    return ServiceError(
      status: .tooManyRequests, code: "TOO_MANY_REQUESTS", message: "too many requests; try again in \(seconds) s",
      text: "操作过于频繁，请在\(waitText(seconds))后重试。", retryAfter: seconds)
  }

  public static let timeout = ServiceError(
    status: .requestTimeout, code: "REQUEST_TIMEOUT", message: "the body took too long to arrive",
    text: "上传超时。请检查网络后重试。", closesConnection: true)

  public static let busy = ServiceError(
    status: .serviceUnavailable, code: "BUSY", message: "the service is busy; try again shortly",
    text: "当前访问人数较多，请稍后重试。", retryAfter: 5)

  /// - Parameter share: bytes of one client's uploads together, beyond which it gets no more where others need memory.
  static func uploadsTooLarge(share: Int) -> ServiceError {
    ServiceError(
      status: .tooManyRequests, code: "UPLOADS_TOO_LARGE",
      message: "the files from this address that arrive or wait exceed \(share) bytes together; try again in 5 s",
      text: "来自同一网络、正在上传和等待核验的文件合计过大（超过\(share >> 20)MB）。请等前面的文件核验完后再提交。", retryAfter: 5)
  }

  /// It held the most when others needed memory.
  public static let gaveWay = ServiceError(
    status: .serviceUnavailable, code: "BUSY",
    message: "others needed the memory that this upload held; nothing was verified; send it again shortly",
    text: "当前访问人数较多，本次未作出核验结论。请稍后重新提交。", retryAfter: 5)

  private static func waitText(_ seconds: Int) -> String {
    seconds < 60 ? "\(seconds)秒" : "\((seconds + 59) / 60)分钟"
  }
}
