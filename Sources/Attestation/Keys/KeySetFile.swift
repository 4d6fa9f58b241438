import Foundation

// A key set as JSON, format 1:
// {"format": 1, "keys": [{"kid": "0a1b2c3d", "alg": "ES256", "publicKey": "<base64 of SubjectPublicKeyInfo>",
//   "uses": ["reports"], "signFrom": 0, "signUntil": 1, "verifyUntil": 2, "compromisedAt": 3,
//   "soundLog": {"origin": "…", "size": 4, "root": "<base64>"}, "development": true}]}
// Times are seconds since 1970. Without "uses", a key is for reports. A key of a log has "logName" instead of soundLog.
// "compromisedAt", "soundLog" and "development" may be left out.

extension KeySet {
  /// - Parameter name: the file's name, for messages.
  /// - Throws: `AttestationError.keySet` with the JSON pointer of what is wrong.
  public init(json: [UInt8], name: String) throws(AttestationError) {
    let file: KeySetFile
    do { file = try JSONDecoder().decode(KeySetFile.self, from: Data(json)) } catch let error as DecodingError {
      throw AttestationError(error, file: name)
    } catch {
      throw .keySet(location: name, problem: "cannot be read: \(error)")
    }
    guard file.format == KeySetFile.currentFormat else {
      throw .keySet(
        location: "\(name)#/format", problem: "is \(file.format), not 1; use the version of xinbao that wrote it")
    }
    self.init()
    for (index, key) in file.keys.enumerated() {
      let entry = try Entry(key, location: "\(name)#/keys/\(index)")
      guard self[entry.kid] == nil else {
        throw .keySet(location: "\(name)#/keys/\(index)", problem: "is a second key of the id \(entry.kid); remove one")
      }
      try add(entry)
    }
  }

  /// Always the same bytes for the same keys.
  /// - Throws: `AttestationError.keySet` if JSON cannot be written, which no key set causes.
  public func json() throws(AttestationError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(KeySetFile(keys: entries.map(KeySetFile.Key.init)))) + [UInt8(ascii: "\n")]
    } catch {
      throw .keySet(location: "key set", problem: "cannot be written as JSON: \(error)")
    }
  }
}

struct KeySetFile: Codable {
  static let currentFormat = 1

  var format = currentFormat
  var keys: [Key]

  init(keys: [Key]) { self.keys = keys }

  init(from decoder: any Decoder) throws {
    let container = try decoder.containerOfKnownMembers(CodingKeys.self)
    format = try container.decode(Int.self, forKey: .format)
    // In another format, `keys` may mean something else.
    keys = format == Self.currentFormat ? try container.decode([Key].self, forKey: .keys) : []
  }

  enum CodingKeys: String, CodingKey, CaseIterable { case format, keys }

  struct Key: Codable {
    struct SoundLog: Codable {
      var origin: String, size: UInt64, root: String

      enum CodingKeys: String, CodingKey, CaseIterable { case origin, size, root }

      init(_ checkpoint: Checkpoint) {
        (origin, size, root) = (checkpoint.origin, checkpoint.size, checkpoint.root.description)
      }

      init(from decoder: any Decoder) throws {
        let container = try decoder.containerOfKnownMembers(CodingKeys.self)
        origin = try container.decode(String.self, forKey: .origin)
        size = try container.decode(UInt64.self, forKey: .size)
        root = try container.decode(String.self, forKey: .root)
      }
    }

    var kid: String, alg: String, publicKey: Data
    var uses: [String]?
    var logName: String?
    var signFrom: Int64, signUntil: Int64, verifyUntil: Int64
    var compromisedAt: Int64?
    var soundLog: SoundLog?
    var development: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case kid, alg, publicKey, uses, logName, signFrom, signUntil, verifyUntil, compromisedAt, soundLog, development
    }

    init(_ entry: KeySet.Entry) {
      (kid, alg, publicKey) = (entry.kid.description, entry.algorithm.name, Data(entry.publicKey.der))
      (signFrom, signUntil) = (entry.signing.lowerBound, entry.signing.upperBound)
      (verifyUntil, compromisedAt) = (entry.verifyUntil, entry.compromisedAt)
      (uses, logName) = (entry.uses.sorted().map(\.rawValue), entry.logName)
      soundLog = entry.soundLog.map(SoundLog.init)
      development = entry.isDevelopment ? true : nil
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.containerOfKnownMembers(CodingKeys.self)
      kid = try container.decode(String.self, forKey: .kid)
      alg = try container.decode(String.self, forKey: .alg)
      publicKey = try container.decode(Data.self, forKey: .publicKey)
      signFrom = try container.decode(Int64.self, forKey: .signFrom)
      signUntil = try container.decode(Int64.self, forKey: .signUntil)
      verifyUntil = try container.decode(Int64.self, forKey: .verifyUntil)
      // `decode`, not `decodeIfPresent`: a null is a mistake, and no mistake may be read as "not compromised".
      if container.contains(.compromisedAt) { compromisedAt = try container.decode(Int64.self, forKey: .compromisedAt) }
      if container.contains(.uses) { uses = try container.decode([String].self, forKey: .uses) }
      if container.contains(.logName) { logName = try container.decode(String.self, forKey: .logName) }
      if container.contains(.soundLog) { soundLog = try container.decode(SoundLog.self, forKey: .soundLog) }
      if container.contains(.development) { development = try container.decode(Bool.self, forKey: .development) }
    }
  }
}

extension KeySet.Entry {
  init(_ key: KeySetFile.Key, location: String) throws(AttestationError) {
    guard let algorithm = SignatureAlgorithm.allCases.first(where: { $0.name == key.alg }) else {
      let known = SignatureAlgorithm.allCases.map(\.name).joined(separator: ", ")
      throw .keySet(location: "\(location)/alg", problem: "unknown algorithm; known are \(known)")
    }
    guard let publicKey = PublicKey(der: Array(key.publicKey)), publicKey.algorithm == algorithm else {
      throw .keySet(
        location: "\(location)/publicKey",
        problem: "is not the SubjectPublicKeyInfo of a key for \(algorithm.name) in base64"
      )
    }
    guard key.kid == publicKey.kid.description else {
      throw .keySet(location: "\(location)/kid", problem: "is not this public key's id, which is \(publicKey.kid)")
    }
    guard key.signFrom <= key.signUntil else {
      throw .keySet(location: "\(location)/signUntil", problem: "is before signFrom")
    }
    var uses: Set<KeyUse> = []
    for (index, name) in (key.uses ?? [KeyUse.reports.rawValue]).enumerated() {
      guard let use = KeyUse(rawValue: name), uses.insert(use).inserted else {
        let known = KeyUse.allCases.map(\.rawValue).joined(separator: ", ")
        throw .keySet(location: "\(location)/uses/\(index)", problem: "unknown, or there twice; known are \(known)")
      }
    }
    self.init(
      publicKey: publicKey, uses: uses, signing: key.signFrom...key.signUntil, verifyUntil: key.verifyUntil,
      compromisedAt: key.compromisedAt, soundLog: try key.soundLog?.checkpoint(location: "\(location)/soundLog"),
      isDevelopment: key.development ?? false)
    logName = key.logName
    if let flaw { throw .keySet(location: "\(location)/\(flaw.member)", problem: flaw.problem) }
  }
}

extension KeySetFile.Key.SoundLog {
  fileprivate func checkpoint(location: String) throws(AttestationError) -> Checkpoint {
    guard let hash = StrictBase64.decode(root).flatMap(LogHash.init) else {
      throw .keySet(location: "\(location)/root", problem: "is not the base64 of 32 bytes")
    }
    return Checkpoint(origin: origin, size: size, root: hash)
  }
}

extension Decoder {
  /// Refuses unknown members: a misspelt `compromisedAt` must not pass for a sound key.
  func containerOfKnownMembers<Key: CodingKey & CaseIterable & RawRepresentable<String>>(
    _ keys: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let known = keys.allCases.map(\.rawValue)
    for member in try container(keyedBy: AnyMember.self).allKeys where !known.contains(member.stringValue) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath + [member],
          debugDescription: "unknown member; known are \(known.joined(separator: ", "))"))
    }
    return try container(keyedBy: keys)
  }
}

private struct AnyMember: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension AttestationError {
  init(_ error: DecodingError, file: String) {
    let (context, problem): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context): (context, "lacks `\(key.stringValue)`")
      case .valueNotFound(_, let context): (context, "must not be null")
      case .typeMismatch(let type, let context): (context, "is not of type \(type)")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (.init(codingPath: [], debugDescription: ""), "cannot be read: \(error)")
      }
    let pointer = context.codingPath.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
    let location = pointer.isEmpty ? file : "\(file)#\(pointer)"
    self = .keySet(location: location, problem: "\(problem); correct it or restore the file from a copy")
  }
}
