import Attestation
import HTTPTypes
import Hummingbird
import Verifying
import Web

// The pages. All are rendered here and work without a script; the script only saves typing.

extension VerificationSite {
  var pageEndpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/", limiter: environment.pageLimiter) { marked(html(.start), $0, $1) },
      // The target of the QR code. The request does not include the fragment; the page's script posts it.
      Endpoint(method: .get, path: "/v", limiter: environment.pageLimiter) { marked(html(.start), $0, $1) },
      Endpoint(method: .post, path: "/v", limiter: limiters.codes) { try await kept($0, $1, by: answerCode) },
      Endpoint(method: .get, path: "/v/{digits}", limiter: limiters.codes) {
        marked(response(try await answerCodePath($0, $1)), $0, $1)
      },
      Endpoint(method: .post, path: "/verify/number", limiter: limiters.numbers) {
        try await kept($0, $1, by: answerNumber)
      },
      Endpoint(method: .post, path: "/verify/file", limiter: limiters.uploads) {
        try await kept($0, $1, by: answerFile)
      },
      Endpoint(method: .get, path: "/result/{handle}", limiter: environment.pageLimiter, handle: showKept),
      Endpoint(method: .get, path: "/receipts/{number}", limiter: environment.pageLimiter, handle: showReceipt),
      Endpoint(method: .get, path: "/help", limiter: environment.pageLimiter) { _, _ in html(.help) },
    ]
  }

  private func answerCode(_ request: Request, _ context: ServiceContext) async throws -> AnswerPage {
    let form = try await environment.form(of: request, limit: options.limits.form)
    let inquiry = Inquiry(channel: .pageCode, agency: try agencyCode(form["agency"]))
    guard let digits = form["digits"]?.trimmed(), !digits.isEmpty else {
      throw ServiceError.badRequest("`digits` is missing", "没有收到二维码的内容。请重新扫描报告上的二维码。")
    }
    return try await answer(
      digits, ending: form["ending"], from: codeSource(form["source"]), isAgain: form["again"] != nil, inquiry,
      context)
  }

  private func answerCodePath(_ request: Request, _ context: ServiceContext) async throws -> AnswerPage {
    guard let digits = context.parameters.get("digits") else { throw ServiceError.notFound }
    return try await answer(
      digits, ending: nil, from: .digits, isAgain: false, Inquiry(channel: .pageCode), context)
  }

  /// - Parameter isAgain: the ending was asked for once more, because it did not fit.
  private func answer(
    _ text: String, ending: String?, from source: Verification.Source, isAgain: Bool, _ inquiry: Inquiry,
    _ context: ServiceContext
  ) async throws -> AnswerPage {
    func challenge() async throws -> Challenge? {
      let outcome = try await inquire(text, ending: nil, from: source, inquiry, context.client)
      guard case .challenge(let challenge) = outcome else { return nil }
      return challenge
    }
    // A mistyped ending can be typed again without fetching the code from the paper again.
    if let ending, normalizedEnding(ending) == nil, let challenge = try await challenge() {
      return page(challenge, problem: "请输入末四位，共4个字母或数字。")
    }
    let outcome = try await inquire(text, ending: ending, from: source, inquiry, context.client)
    // Typing errors are more frequent than fraud: the first one is not called so.
    guard case .otherPaper = outcome, let challenge = try await challenge() else { return page(outcome) }
    guard isAgain else {
      return page(
        challenge, problem: "与二维码中的末四位不一致。请看清纸质报告上的\(challenge.label)，再输入一次。", isAgain: true)
    }
    return page(refusal: .otherPaper, retypable: challenge)
  }

  func page(_ outcome: CodeOutcome) -> AnswerPage {
    switch outcome {
    case .challenge(let challenge): page(challenge)
    case .answer(let answer): page(answer)
    case .otherPaper: page(refusal: .otherPaper)
    }
  }

  private func answerNumber(_ request: Request, _ context: ServiceContext) async throws -> AnswerPage {
    let form = try await environment.form(of: request, limit: options.limits.form)
    let inquiry = Inquiry(channel: .pageNumber, agency: try agencyCode(form["agency"]))
    switch try await inquire(
      number: form["number"] ?? "", checkCode: form["checkCode"] ?? "", digest: form["sha256"], inquiry, context.client)
    {
    case .answer(let answer): return page(answer)
    case .refused: return page(refusal: .unknownNumber)
    case .throttled(let seconds): throw ServiceError.tooMany(after: Double(seconds))
    }
  }

  private func answerFile(_ request: Request, _ context: ServiceContext) async throws -> AnswerPage {
    guard let type = request.headers[.contentType], let boundary = multipartBoundary(contentType: type) else {
      throw ServiceError.unsupportedMediaType("multipart/form-data")
    }
    let largest = max(options.limits.document, options.limits.picture)
    let upload = try await environment.upload(of: request, context, limit: largest + options.limits.form)
    let limits = MultipartLimits(content: largest)
    let parts: [FormPart]
    do { parts = try parseMultipart(upload.bytes, boundary: boundary, limits: limits) } catch {
      throw ServiceError.badRequest("multipart: \(error)", "上传的内容不完整。请重新选择文件。")
    }
    let agency = parts.first { $0.name == "agency" }.flatMap { streamSafeText($0.bytes) }
    let inquiry = Inquiry(channel: .pageFile, agency: try agencyCode(agency))
    guard let file = parts.first(where: { $0.name == "file" }), !file.bytes.isEmpty else {
      throw ServiceError.badRequest("`file` is missing or empty", "没有收到文件。请选择PDF文件或照片后再提交。")
    }
    return page(
      try await inquire(
        file: UploadedFile(
          content: Upload(bytes: Array(file.bytes), place: upload.place), name: file.fileName,
          mediaType: file.mediaType), inquiry))
  }

  private func showReceipt(_ request: Request, _ context: ServiceContext) async throws -> Response {
    page(try await receipt(context.parameters.get("number") ?? ""))
  }
}
