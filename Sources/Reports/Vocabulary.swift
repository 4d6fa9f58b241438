/// Canonical keys of the catalogue by which rules written in code find what they judge.
///
/// All other keys pass through this module as data. A test holds these against the catalogue in `templates/`.
enum Vocabulary {
  enum SubjectField {
    /// 登记状态
    static let registrationStatus = "registrationStatus"
  }

  enum RecordField {
    /// 公开类型: 可向社会公开, 特定范围内公开, 不可公开 (domain.md §1.9)
    static let disclosure = "disclosureType"
    /// 公示截止期
    static let publicityEnd = "publicityEndDate"
    /// 失信严重程度: 轻微, 一般, 严重 (domain.md §1.8, Order 36)
    static let severity = "severity"
  }

  /// The line that names a record's own 领域; not a field of a category.
  static let domain = (key: "domain", label: "领域")
}
