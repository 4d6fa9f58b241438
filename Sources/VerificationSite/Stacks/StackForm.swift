import Hummingbird
import Stacks
import Verifying
import Web

/// A stack as a form sends it: files in any number of parts named `file`, and fields.
struct StackForm {
  /// In the form's order.
  let files: [UploadedFile]
  /// By name.
  let fields: [String: String]

  /// The name of the field for files.
  static let file = "file"
}

extension VerificationSite {
  /// - Throws: `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE`, `TOO_MANY_REPORTS`, `BAD_REQUEST`.
  func stackForm(of request: Request, _ context: ServiceContext) async throws -> StackForm {
    guard let type = request.headers[.contentType], let boundary = multipartBoundary(contentType: type) else {
      throw ServiceError.unsupportedMediaType("multipart/form-data")
    }
    let (limits, mostFields) = (options.limits, 8)
    let largest = max(limits.document, limits.picture)
    // Each part brings a head along.
    let room = limits.stackBytes + limits.stackList + (limits.stackReports + mostFields) * 1024
    let upload = try await environment.upload(of: request, context, limit: room)
    let parts: [FormPart]
    do throws(MultipartError) {
      parts = try parseMultipart(
        upload.bytes, boundary: boundary,
        limits: MultipartLimits(
          parts: limits.stackReports + mostFields, content: max(largest, limits.stackList), repeated: StackForm.file))
    } catch {
      switch error {
      case .tooManyParts: throw ServiceError.tooManyReports(most: limits.stackReports)
      case .contentTooLong: throw ServiceError.tooLarge(limit: largest)
      default: throw ServiceError.badRequest("multipart: \(error)", "上传的内容不完整。请重新选择文件。")
      }
    }
    var fields: [String: String] = [:]
    for part in parts where part.name != StackForm.file {
      guard part.bytes.count <= limits.stackList, let text = streamSafeText(part.bytes) else {
        throw ServiceError.badRequest("`\(part.name)` is no text, or too long", "提交的内容无法读取。")
      }
      fields[part.name] = text
    }
    // A browser sends a part without a name where no file was chosen.
    let files = parts.filter { $0.name == StackForm.file && !($0.bytes.isEmpty && ($0.fileName ?? "").isEmpty) }
    return StackForm(
      files: files.map {
        UploadedFile(
          content: Upload(bytes: Array($0.bytes), place: upload.place), name: $0.fileName, mediaType: $0.mediaType)
      },
      fields: fields)
  }

  /// What a form says was not sent; nil: it says nothing of that.
  func unsentQuestions(of form: StackForm) -> [(given: String, question: StackQuestion)]? {
    guard let unsent = form.fields["unsent"] else { return nil }
    let problem = StackQuestion.unclear(.unsent(reason: form.fields["reason"]))
    let names = unsent.isEmpty ? [] : unsent.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let lines = StackList.lines(form.fields["list"] ?? "").map { "清单第\($0.number)行" }
    return (names.map { $0.isEmpty ? "文件" : String($0) } + lines).map { ($0, problem) }
  }

  /// The questions of a form, each with what its row calls it.
  /// - Throws: `TOO_MANY_REPORTS`; `BAD_REQUEST` if there are none.
  func questions(of form: StackForm) throws(ServiceError) -> [(given: String, question: StackQuestion)] {
    let files = form.files.map { (given: $0.name ?? "文件", question: StackQuestion.file($0)) }
    let lines = StackList.lines(form.fields["list"] ?? "").map { row -> (given: String, question: StackQuestion) in
      let place = "清单第\(row.number)行"
      return switch row.question {
      case .number(let number, let checkCode, _):
        ("\(place) \(number)", .number(number, checkCode: checkCode))
      case .code(let text, let ending): (place, .code(text, ending: ending, from: .digits))
      case .file(let path, _): (place, .unclear(.badRequest("a line names a file", "清单中不能填写文件名：\(path)")))
      case .unclear(let problem): (place, .unclear(.badRequest("the line names no report", problem)))
      case .together: (place, .unclear(.badRequest("the line names several reports", "每行只能填写一份报告。")))
      }
    }
    let all = files + lines
    guard !all.isEmpty else {
      throw .badRequest("there is neither a `file` nor a `list`", "没有收到报告。请选择文件，或者填写清单。")
    }
    guard all.count <= options.limits.stackReports else { throw .tooManyReports(most: options.limits.stackReports) }
    return all
  }
}
