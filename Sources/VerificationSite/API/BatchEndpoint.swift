import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Verifying
import Web

extension VerificationSite {
  /// Many reports in one request, answered in their order; each answer is what the address for a single one would say, or
  /// its error.
  var batchEndpoint: Endpoint {
    Endpoint(method: .post, path: "/api/v1/verify/batch", limiter: limiters.stacks, handle: answerBatch)
  }

  private func answerBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let (questions, agency) = try await batch(of: request, context)
    let outcomes = try await oneStack {
      charge(questions, to: context.client)
      return await self.outcomes(of: questions, agency: agency, isPage: false, context.client)
    }
    return .json(
      .array(
        outcomes.map { outcome in
          switch outcome {
          case .outcome(let outcome): jsonValue(outcome)
          case .failed(let error): error.json
          }
        }))
  }

  /// `{"items": […], "agency": …}`, or a form with parts `file`, and such an object in its part `list`. Files come first.
  private func batch(
    of request: Request, _ context: ServiceContext
  ) async throws -> (questions: [StackQuestion], agency: String?) {
    let (files, list): ([UploadedFile], BatchList)
    switch request.mediaType {
    case "application/json":
      (files, list) = ([], try BatchList(try await environment.body(of: request, limit: options.limits.stackList)))
    case "multipart/form-data":
      let form = try await stackForm(of: request, context)
      (files, list) = (form.files, try form.fields["list"].map { try BatchList(Array($0.utf8)) } ?? BatchList())
    default: throw ServiceError.unsupportedMediaType("application/json or multipart/form-data")
    }
    let questions = files.map(StackQuestion.file) + (list.items ?? []).map(\.question)
    guard !questions.isEmpty else {
      throw ServiceError.badRequest("there is neither a `file` nor an item in `items`", "没有收到报告。")
    }
    let most = options.limits.stackReports
    guard questions.count <= most else { throw ServiceError.tooManyReports(most: most) }
    return (questions, try agencyCode(list.agency))
  }
}

private struct BatchList: Decodable {
  struct Item: Decodable {
    var digits: String?, ending: String?, source: String?
    var number: String?, checkCode: String?

    /// What the addresses for single codes and numbers take.
    var question: StackQuestion {
      if let digits { return .code(digits, ending: ending, from: codeSource(source)) }
      if let number, let checkCode { return .number(number, checkCode: checkCode) }
      return .unclear(.badRequest("an item has `digits`, or `number` and `checkCode`", "提交的内容无法读取。"))
    }
  }
  var items: [Item]?
  var agency: String?

  init() {}

  init(_ bytes: [UInt8]) throws(ServiceError) {
    guard let list: BatchList = decodedJSON(bytes) else {
      throw .badRequest(
        "the body is not the JSON object that /openapi.json describes for this address", "提交的内容无法读取。")
    }
    self = list
  }
}
