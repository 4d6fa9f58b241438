import Registry
import Verifying
import Web

/// A file as sent, with its declared properties.
struct UploadedFile: Sendable {
  var bytes: [UInt8]
  var name: String?
  var mediaType: String?
}

extension VerificationSite {
  /// - Parameter file: a picture of a code, or a report's file.
  func inquire(file: UploadedFile, _ inquiry: Inquiry) async throws -> CodeOutcome {
    let isPicture = FileKind(of: file.bytes, among: options.formats)?.isPicture ?? false
    let limit = isPicture ? options.limits.picture : options.limits.document
    guard file.bytes.count <= limit else { throw ServiceError.tooLarge(limit: limit) }
    let kind: FileKind
    do throws(FileRefusal) {
      kind = try FileKind(of: file.bytes, name: file.name, mediaType: file.mediaType, among: options.formats)
    } catch {
      let refused = Verification(refusing: error)
      count(answer: refused.answer.code, inquiry.channel)
      return .answer(VerificationAnswer(verification: refused))
    }
    switch kind {
    case .picture: return try await inquire(image: file.bytes, inquiry)
    case .document(let format):
      let answer = try await ask(within: options.limits.fileSeconds) {
        try await $0.verify(document: file.bytes, as: format, for: inquiry)
      }
      count(answer: answer.verification.answer.code, inquiry.channel)
      return .answer(answer)
    }
  }

  /// Every attempt is checked, so that nobody is refused because others in the same office mistyped; only wrong ones
  /// are limited. Guessing is limited by the registry, for each number over all clients.
  /// - Parameters: as typed.
  func inquire(
    number: String, checkCode: String, _ inquiry: Inquiry, _ client: IPAddress
  ) async throws -> NumberAnswer {
    let number = typedReportNumber(number)
    let checkCode = checkCode.trimmed()
    let answer: NumberAnswer
    if number.utf8.count > 64 || checkCode.utf8.count > 64 {
      answer = .refused
    } else {
      answer = try await ask { try await $0.verify(number: number, checkCode: checkCode, for: inquiry) }
    }
    switch answer {
    case .answer(let found): count(answer: found.verification.answer.code, inquiry.channel)
    case .refused:
      count(answer: Answer.unknownNumber.code, inquiry.channel)
      try limitWrong(limiters.wrongNumbers, client)
    case .throttled: environment.metrics.count(refusal: "tries-per-number")
    }
    return answer
  }

  /// Counts a wrong attempt of a client.
  /// - Throws: `TOO_MANY_REQUESTS` once it made too many.
  func limitWrong(_ limiter: RateLimiter?, _ client: IPAddress) throws(ServiceError) {
    guard let limiter, let wait = limiter.take(client.subscriber, at: environment.clock.monotonicSeconds()) else {
      return
    }
    environment.metrics.count(refusal: limiter.name)
    throw ServiceError.tooMany(after: wait)
  }

  /// - Throws: `NOT_FOUND`.
  func receipt(_ number: String) async throws -> VerificationReceipt {
    let isNumber = number.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isNumber, (1...64).contains(number.utf8.count),
      let receipt = try await ask({ try await $0.receipt(number: number) })
    else { throw ServiceError.notFound }
    return receipt
  }
}
