/// What the heads of a source's tables mean, beyond the names that the catalogue knows. A value that can be kept, compared
/// and handed on: whoever gathers a source's tables answers once.
public struct HeadMapping: Sendable, Codable, Equatable {
  public enum Role: String, Sendable, Codable, CaseIterable {
    /// Says nothing of a record: 序号, 地方编码.
    case ignored
    /// The day on which the record arrived.
    case received
    /// 领域
    case domain
  }
  public enum Unit: String, Sendable, Codable, CaseIterable {
    case yuan = "元"
    case tenThousandYuan = "万元"
  }
  /// Has exactly one of `field`, `role` and `refused`.
  public struct Column: Sendable, Codable, Equatable {
    /// As the table writes it; compared as names of the catalogue are, with and without rules behind it.
    public var head: String
    /// Canonical key of a field of the category.
    public var field: String?
    public var role: Role?
    /// Of an amount of money; nil: 万元, as everywhere.
    public var unit: Unit?
    /// Why no table with such a column can be read, and what its sender can do: `holds the authority and the day; …`.
    public var refused: String?
    public init(
      head: String, field: String? = nil, role: Role? = nil, unit: Unit? = nil, refused: String? = nil
    ) {
      (self.head, self.field, self.role, self.unit, self.refused) = (head, field, role, unit, refused)
    }
  }

  public static let currentVersion = 1
  public var version: Int
  /// Of the family of tables, or of the source.
  public var name: String
  /// Canonical key of the category; `registration` for a registrar's table.
  public var category: String
  /// Heads without which a table is not of this family.
  public var needs: [String]
  public var columns: [Column]
  public init(
    name: String, category: String, needs: [String] = [], columns: [Column], version: Int = currentVersion
  ) {
    (self.version, self.name, self.category) = (version, name, category)
    (self.needs, self.columns) = (needs, columns)
  }

  private enum CodingKeys: String, CodingKey { case version, name, category, needs, columns }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    version = try values.decodeIfPresent(Int.self, forKey: .version) ?? Self.currentVersion
    name = try values.decode(String.self, forKey: .name)
    category = try values.decode(String.self, forKey: .category)
    needs = try values.decodeIfPresent([String].self, forKey: .needs) ?? []
    columns = try values.decode([Column].self, forKey: .columns)
  }

  /// Mappings of a YAML file that lists them, such as those of `templates/import/mappings`.
  public static func list(yaml: String, file: String) throws(ImportDataError) -> [HeadMapping] {
    struct List: Decodable {
      var mappings: [HeadMapping]
    }
    let list: List = try decoded(yaml, file)
    return list.mappings
  }
}
