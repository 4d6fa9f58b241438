/// One request to another party's service.
package struct HTTPQuestion: Sendable, Equatable {
  package struct Body: Sendable, Equatable {
    package var type: String
    package var bytes: [UInt8]
    package init(type: String, bytes: [UInt8]) { (self.type, self.bytes) = (type, bytes) }
  }

  package var address: String
  /// POST with a body, GET without.
  package var body: Body?
  /// In addition to `Content-Type`, which comes from the body.
  package var headers: [String: String]
  /// Path of the Unix socket at which the service listens; the address then only says what is asked. Nil: over the network.
  package var socket: String?

  package init(_ address: String, body: Body? = nil, headers: [String: String] = [:], socket: String? = nil) {
    (self.address, self.body, self.headers, self.socket) = (address, body, headers, socket)
  }

  /// The address for messages: without user, password, query and fragment. Nil if it is no http or https address.
  package var shownAddress: String? { HTTPAddress(address)?.withoutSecrets }
}

package struct HTTPAnswer: Sendable, Equatable {
  package var status: Int
  /// `application/json`, in lower case and without parameters; nil if the answer names none.
  package var type: String?
  /// Decompressed.
  package var body: [UInt8]
}

/// The limits for an answer.
package struct HTTPLimits: Sendable, Equatable {
  /// Seconds from the question to the answer's last byte.
  package var seconds: Double
  /// Seconds until the connection is made; they count towards `seconds`.
  package var connectSeconds: Double
  /// Bytes of the answer's body, decompressed.
  package var bytes: Int

  package init(seconds: Double, connectSeconds: Double? = nil, bytes: Int) {
    (self.seconds, self.connectSeconds, self.bytes) = (seconds, connectSeconds ?? seconds, bytes)
  }
}

/// Why there is no answer.
package struct HTTPFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Problem: Sendable, Equatable {
    /// Not an http or https address.
    case address
    /// A header with a line break, which would start another header.
    case header(String)
    case time(seconds: Double)
    case size(bytes: Int)
    case cancelled
    /// A failure of name lookup, connection, certificate or transfer, in libcurl's words.
    case transfer(String)
  }

  /// Without the parts that may be secret: user, password, query and fragment. If it could not be parsed, as given.
  package var address: String
  package var problem: Problem

  /// The problem alone; the caller adds the address.
  package var description: String {
    switch problem {
    case .address: "`\(address)` is no address of http or https"
    case .header(let name): "a value with a line break for the header \(name)"
    case .time(let seconds):
      "no answer within \(seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)") seconds"
    case .size(let bytes): "an answer of more than \(bytes) bytes"
    case .cancelled: "given up"
    case .transfer(let words): words
    }
  }
}
