import Crypto
import Database
import Foundation

extension Registry {
  /// The files that came with an objection to a report of this issuer, in the order in which they were sent.
  /// - Throws: `RegistryError.noOpenObjection` if there is no such objection; `.damaged`.
  public func files(ofObjection id: Int64) throws -> [ObjectionFile] {
    try database.read { session in
      _ = try objection(id, session)
      return try session.query(
        "SELECT place, media_type, sealed FROM objection_file WHERE objection = $1 ORDER BY place", [.integer(id)]
      ).map { row in
        let name = Self.name(id, try row.integer("place"))
        guard let box = try? AES.GCM.SealedBox(combined: try row.blob("sealed")),
          let bytes = try? AES.GCM.open(box, using: fileKey, authenticating: Array(name.utf8)),
          let file = try? ObjectionFile(Array(bytes)), file.kind.rawValue == (try row.text("media_type"))
        else { throw RegistryError.damaged(what: name, problem: "is not what was sent") }
        return file
      }
    }
  }

  func keep(_ files: [ObjectionFile], of id: Int64, _ session: any SQLSession) throws {
    for (place, file) in files.enumerated() {
      let name = Self.name(id, Int64(place))
      let box = try AES.GCM.seal(file.bytes, using: fileKey, authenticating: Array(name.utf8))
      guard let sealed = box.combined else { preconditionFailure("a nonce of 12 bytes combines") }
      let row: [SQLValue] = [
        .integer(id), .integer(Int64(place)), .text(file.kind.rawValue), .blob(Array(sealed)),
      ]
      let table = SealedTable.attachment
      try session.insert(
        [row + [.blob(table.seal(of: row, secret))]], into: table.name, table.columns + [table.seal])
    }
  }

  private var fileKey: SymmetricKey { SymmetricKey(data: key(for: "files of objections")) }

  /// What a file is sealed to.
  private static func name(_ id: Int64, _ place: Int64) -> String { "attachment \(place) of objection \(id)" }
}
