import FileFormats
import Foundation
import HTTPTypes
import Hummingbird
import Verifying
import Web

// The API, version 1; described in templates/web/openapi.json.

extension VerificationSite {
  var apiEndpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/openapi.json", limiter: environment.pageLimiter) { _, _ in
        .bytes(environment.pages[file: Self.interface], type: "application/json")
      },
      Endpoint(method: .post, path: "/api/v1/verify/code", limiter: limiters.codes) { request, context in
        let question: CodeQuestion = try await question(request)
        let inquiry = Inquiry(channel: .apiCode, agency: try agencyCode(question.agency))
        return json(
          try await inquire(
            question.digits, ending: question.ending, from: codeSource(question.source), inquiry, context.client))
      },
      Endpoint(method: .post, path: "/api/v1/verify/number", limiter: limiters.numbers) { request, context in
        let question: NumberQuestion = try await question(request)
        let inquiry = Inquiry(channel: .apiNumber, agency: try agencyCode(question.agency))
        switch try await inquire(
          number: question.number, checkCode: question.checkCode, digest: question.sha256, inquiry, context.client)
        {
        case .answer(let answer): return json(answer)
        case .refused: return json(VerificationAnswer(verification: .unknownNumber))
        case .throttled(let seconds): throw ServiceError.tooMany(after: Double(seconds))
        }
      },
      Endpoint(method: .post, path: "/api/v1/verify/file", limiter: limiters.uploads) { request, context in
        let types =
          options.formats.all.map(\.mediaType) + ["image/heif"] + PictureFormat.allCases.map { "image/\($0.rawValue)" }
        guard let type = request.mediaType, types.contains(type) else {
          throw ServiceError.unsupportedMediaType(types.joined(separator: ", "))
        }
        let upload = try await environment.upload(
          of: request, context, limit: max(options.limits.document, options.limits.picture))
        guard !upload.bytes.isEmpty else { throw ServiceError.badRequest("the body is empty", "没有收到文件。") }
        let file = UploadedFile(content: upload, mediaType: type)
        return json(try await inquire(file: file, Inquiry(channel: .apiFile)))
      },
      batchEndpoint,
      Endpoint(method: .get, path: "/api/v1/receipts/{number}", limiter: environment.pageLimiter) { _, context in
        Response.json(json(try await receipt(context.parameters.get("number") ?? "")))
      },
    ]
  }

  private struct CodeQuestion: Decodable {
    var digits: String
    var ending: String?
    /// The source of the preceding challenge.
    var source: String?
    var agency: String?
  }

  private struct NumberQuestion: Decodable {
    var number: String
    var checkCode: String
    /// Of a file that is to be compared.
    var sha256: String?
    var agency: String?
  }

  private func question<Question: Decodable>(_ request: Request) async throws -> Question {
    guard request.mediaType == "application/json" else { throw ServiceError.unsupportedMediaType("application/json") }
    let bytes = try await environment.body(of: request, limit: options.limits.form)
    guard let question: Question = decodedJSON(bytes) else {
      throw ServiceError.badRequest(
        "the body is not the JSON object that /openapi.json describes for this address", "提交的内容无法读取。")
    }
    return question
  }
}
