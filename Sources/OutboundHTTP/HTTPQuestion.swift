/// One question to another's service.
package struct HTTPQuestion: Sendable, Equatable {
  package struct Body: Sendable, Equatable {
    package var type: String
    package var bytes: [UInt8]
    package init(type: String, bytes: [UInt8]) { (self.type, self.bytes) = (type, bytes) }
  }

  package var address: String
  /// With a body it is a POST, without one a GET.
  package var body: Body?
  /// Beside `Content-Type`, which the body says.
  package var headers: [String: String]

  package init(_ address: String, body: Body? = nil, headers: [String: String] = [:]) {
    (self.address, self.body, self.headers) = (address, body, headers)
  }

  /// The address for messages: without user, password, query and fragment. Nil for what is no address of http or https.
  package var shownAddress: String? { HTTPAddress(address)?.withoutSecrets }
}

package struct HTTPAnswer: Sendable, Equatable {
  package var status: Int
  /// `application/json`, in lower case and without parameters; nil where the answer names none.
  package var type: String?
  /// Decompressed.
  package var body: [UInt8]
}

/// What an answer may take.
package struct HTTPLimits: Sendable, Equatable {
  /// Seconds from the question to the answer's last byte.
  package var seconds: Double
  /// Seconds until there is a connection; they count towards `seconds`.
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
    /// No address of http or https.
    case address
    /// A header with a line break, which would begin another.
    case header(String)
    case time(seconds: Double)
    case size(bytes: Int)
    case cancelled
    /// No name, connection, certificate or whole answer, in words of libcurl.
    case transfer(String)
  }

  /// Without what an address may hold of secrets: user, password, query and fragment. Where it could not be read, as given.
  package var address: String
  package var problem: Problem

  /// The problem alone; who shows it adds the address.
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
