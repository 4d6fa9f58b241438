import Hexadecimal
import Registry
import Verifying
import Web

/// A file as sent, with its declared properties.
struct UploadedFile: Sendable {
  var content: Upload
  var name: String?
  var mediaType: String?

  var bytes: [UInt8] { content.bytes }
}

/// The outcome for a file: one for each report in it.
struct FileOutcome: Sendable {
  struct Part: Sendable {
    /// On which pages the code stands; empty: it is about the file as a whole.
    var pages: [Int] = []
    var outcome: CodeOutcome
  }
  /// At least one.
  var parts: [Part]
  /// Whether all of the file was looked at.
  var isComplete = true

  init(_ outcome: CodeOutcome) { parts = [Part(outcome: outcome)] }

  init(parts: [Part], isComplete: Bool) { (self.parts, self.isComplete) = (parts, isComplete) }
}

extension VerificationSite {
  /// - Parameter file: a picture of codes, or a report's file, as issued or as a copy.
  func inquire(file: UploadedFile, _ inquiry: Inquiry) async throws -> FileOutcome {
    let isPicture = FileKind(of: file.bytes, among: options.formats)?.isPicture ?? false
    let limit = isPicture ? options.limits.picture : options.limits.document
    guard file.bytes.count <= limit else { throw ServiceError.tooLarge(limit: limit) }
    let kind: FileKind
    do throws(FileRefusal) {
      kind = try FileKind(of: file.bytes, name: file.name, mediaType: file.mediaType, among: options.formats)
    } catch {
      let refused = Verification(refusing: error)
      count(answer: refused.answer.code, inquiry.channel)
      return FileOutcome(.answer(VerificationAnswer(verification: refused)))
    }
    switch kind {
    case .picture(let format):
      return outcome(
        of: try await ask(within: options.limits.fileSeconds) { try await $0.examine(picture: file.content, format) },
        inquiry)
    case .document(let format):
      let answer = try await ask(within: options.limits.fileSeconds) {
        try await $0.verify(document: file.content, as: format, for: inquiry)
      }
      switch answer {
      case .copy(let findings): return outcome(of: findings, inquiry)
      case .answer(let answer):
        count(answer, inquiry.channel)
        return FileOutcome(.answer(answer))
      }
    }
  }

  private func outcome(of findings: FileFindings, _ inquiry: Inquiry) -> FileOutcome {
    FileOutcome(
      parts: findings.findings.map { .init(pages: $0.pages, outcome: outcome(of: $0.verification, inquiry)) },
      isComplete: findings.isComplete)
  }

  /// Every attempt is checked, so that nobody is refused because others in the same office mistyped; only wrong ones
  /// are limited. Guessing is limited by the registry, for each number over all clients.
  /// - Parameters:
  ///   - number: as typed, and so is the check code.
  ///   - digest: SHA-256 in hexadecimal of a file that stays with the client and is to be compared.
  func inquire(
    number: String, checkCode: String, digest: String?, _ inquiry: Inquiry, _ client: IPAddress
  ) async throws -> NumberAnswer {
    let number = typedReportNumber(number)
    let checkCode = checkCode.trimmed()
    let digest = try fileDigest(digest)
    let answer: NumberAnswer
    if number.utf8.count > 64 || checkCode.utf8.count > 64 {
      answer = .refused
    } else {
      answer = try await ask {
        try await $0.verify(number: number, checkCode: checkCode, comparingFile: digest, for: inquiry)
      }
    }
    switch answer {
    case .answer(let found): count(found, inquiry.channel)
    case .refused:
      count(answer: Answer.unknownNumber.code, inquiry.channel)
      try limitWrong(limiters.wrongNumbers, client)
    case .throttled: environment.metrics.count(refusal: "tries-per-number")
    }
    return answer
  }

  /// Nil if none was given.
  private func fileDigest(_ text: String?) throws(ServiceError) -> [UInt8]? {
    guard let text = text?.trimmed(), !text.isEmpty else { return nil }
    guard text.utf8.count == 64, let digest = [UInt8](hexadecimal: text) else {
      throw .badRequest("`sha256` is 64 hexadecimal digits", "文件指纹不完整。请重新选择文件。")
    }
    return digest
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
