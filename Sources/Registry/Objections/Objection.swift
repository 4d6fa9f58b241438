import Database

/// A subject's objection to a report on it, or to one of its records (异议), and how it was decided.
public struct Objection: Sendable, Equatable, Codable {
  public enum State: Int64, Sendable, CaseIterable, Codable {
    /// Not decided yet.
    case open = 0
    /// The report is suspended while the matter is looked into (核实中).
    case accepted = 1
    case rejected = 2
    /// The report is valid again (恢复).
    case restored = 3
    /// The report was revoked (更正).
    case corrected = 4
  }
  public let id: Int64
  /// The report's number.
  public let number: String
  /// The record that it is about, as its subject named it; nil: the report as a whole.
  public let record: String?
  /// In the subject's own words: personal data.
  public let text: String
  /// How many files came with it.
  public let files: Int
  /// Seconds since 1970, like the other times.
  public let madeAt: Int64
  public let state: State
  public let decidedAt: Int64?
  /// Written by the operator, for the subject to read.
  public let note: String?
  /// When the matter was closed after it had been accepted, and the operator's reason.
  public let closedAt: Int64?
  public let closing: String?

  /// 异议编号, by which subject and operator speak of it: `YY000007`.
  public var reference: String {
    let digits = String(id)
    return "YY" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  static let columns = """
    objection.id AS id, report.number AS number, objection.record AS record, objection.objection AS objection, \
    (SELECT COUNT(*) FROM objection_file WHERE objection_file.objection = objection.id) AS files, \
    objection.made_at AS made_at, objection.state AS state, objection.decided_at AS decided_at, \
    objection.note AS note, objection.closed_at AS closed_at, objection.closing AS closing
    """

  init(_ row: SQLRow) throws {
    (id, number, text, madeAt) = (
      try row.integer("id"), try row.text("number"), try row.text("objection"), try row.integer("made_at")
    )
    guard let state = State(rawValue: try row.integer("state")) else {
      throw RegistryError.damaged(what: "objection \(id)", problem: "is in an unknown state")
    }
    self.state = state
    (record, files) = (try row.optionalText("record"), Int(try row.integer("files")))
    decidedAt = try row.optionalInteger("decided_at")
    note = try row.optionalText("note")
    (closedAt, closing) = (try row.optionalInteger("closed_at"), try row.optionalText("closing"))
  }
}

/// A file that came with an objection.
public struct ObjectionFile: Sendable, Equatable {
  /// Told by its first bytes.
  public enum Kind: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"

    public var fileExtension: String {
      switch self {
      case .pdf: "pdf"
      case .jpeg: "jpg"
      case .png: "png"
      }
    }

    /// ISO 32000-1 §7.5.2; JPEG (ITU-T T.81 B.1.1.3); PNG (ISO/IEC 15948 §5.2).
    private var beginning: [UInt8] {
      switch self {
      case .pdf: Array("%PDF-".utf8)
      case .jpeg: [0xff, 0xd8, 0xff]
      case .png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
      }
    }

    /// Nil for anything else.
    public init?(of bytes: [UInt8]) {
      guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.beginning) }) else { return nil }
      self = kind
    }
  }
  public let kind: Kind
  public let bytes: [UInt8]

  /// The most that an objection may have.
  public static let most = 3
  /// Bytes.
  public static let largest = 5 << 20

  /// - Throws: `RegistryError.invalid` for another kind of file, an empty one, or one that is too large.
  public init(_ bytes: [UInt8]) throws(RegistryError) {
    guard let kind = Kind(of: bytes) else {
      throw .invalid(what: "attachment", problem: "must be a PDF, JPEG or PNG file")
    }
    guard bytes.count <= Self.largest else {
      throw .invalid(what: "attachment", problem: "may have at most \(Self.largest) bytes, has \(bytes.count)")
    }
    (self.kind, self.bytes) = (kind, bytes)
  }
}
