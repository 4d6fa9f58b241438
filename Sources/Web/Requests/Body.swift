import HTTPTypes
public import Hummingbird
import NIOCore
import NIOHTTP1

extension Request {
  /// The media type of the body, in lower case and without parameters. Nil if none is declared.
  public var mediaType: String? {
    headers[.contentType]?.split(separator: ";").first?.trimmingSpaces().lowercased()
  }

  /// The whole body.
  /// - Parameters:
  ///   - limit: bytes.
  ///   - deadline: on `now`'s clock; stops a client that sends a byte now and then. One that sends nothing at all is
  ///     cut off by the connection's idle timeout.
  ///   - take: is told of the bytes that arrive, and may refuse them.
  /// - Throws: `BODY_TOO_LARGE`, before the body is read if its length says so; `REQUEST_TIMEOUT`; `BAD_REQUEST` for
  ///   chunks that are none (RFC 9112 §7.1); what `take` throws.
  func wholeBody(
    limit: Int, deadline: Double, now: () -> Double, take: (Int) throws -> Void = { _ in }
  ) async throws -> [UInt8] {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw ServiceError.tooLarge(limit: limit)
    }
    // Nothing is reserved: the declared length is only the client's claim.
    var bytes: [UInt8] = []
    do {
      for try await chunk in body {
        guard bytes.count + chunk.readableBytes <= limit else { throw ServiceError.tooLarge(limit: limit) }
        guard now() <= deadline else { throw ServiceError.timeout }
        try take(chunk.readableBytes)
        bytes.append(contentsOf: chunk.readableBytesView)
      }
    } catch is HTTPParserError {
      throw ServiceError.malformedBody
    } catch is IOError {
      // The client broke the connection off: nobody reads the answer, and it is no error of ours.
      throw ServiceError.malformedBody
    }
    return bytes
  }
}
