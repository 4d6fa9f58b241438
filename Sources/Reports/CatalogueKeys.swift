/// Canonical keys of the catalogue that rules written in code depend on.
///
/// All other keys pass through this module as data. A test compares these with the catalogue in `templates/`.
enum CatalogueKeys {
  /// 登记状态 of a subject
  static let registrationStatus = "status"

  /// 成立日期 of a subject
  static let establishedOn = "establishedOn"

  /// 住所 and 登记机关 (of government bodies 赋码机关) of a subject: they name places
  static let placeFields = ["address", "registrationAuthority", "codeAuthority"]

  /// 公开类型: `public` (可向社会公开), `restricted` or `secret` (domain.md §1.9)
  static let publicityType = "publicityType"
  static let publicType = "public"

  /// 公示截止期
  static let publicityEnd = "publicityEnd"

  /// 失信程度: `minor`, `general`, `serious`, as publicity rules name them (domain.md §1.8)
  static let severity = "severity"

  /// 信用修复状态: `repaired` and others (domain.md §1.9)
  static let repairStatus = "repairStatus"
  static let repaired = "repaired"

  /// 信用修复日期
  static let repairedOn = "repairedOn"

  /// 处罚类别, 处罚内容, 罚款金额, 没收金额, 暂扣或吊销证照名称及编号, 行政相对人类别
  static let penaltyKind = "penaltyKind"
  static let penaltyContent = "content"
  static let fine = "fine"
  static let confiscation = "confiscation"
  static let revokedCertificates = "revokedCertificates"
  static let counterpartKind = "counterpartKind"

  /// 案号, 案由, 结果 of a judgment; 案件类型, one of which is `civil`; 诉讼地位: `plaintiff`, `defendant`, `thirdParty`
  static let caseNumber = "caseNumber"
  static let cause = "cause"
  static let judgmentResult = "result"
  /// 刑事裁判, a category.
  static let criminalJudgment = "criminalJudgment"
  static let caseKind = "caseKind"
  static let civil = "civil"
  static let role = "role"
  static let plaintiff = "plaintiff"
  static let defendant = "defendant"
  static let thirdParty = "thirdParty"

  /// The subject kind of 个体工商户
  static let individualBusiness = "individualBusiness"

  /// Of a person: 出生日期; 民事行为能力, `full` or less (domain.md §1.1)
  static let birthDate = "birthDate"
  static let civilCapacity = "civilCapacity"
  static let fullCapacity = "full"

  /// 处罚程序: `simplified` or `ordinary` (domain.md §3.3)
  static let procedure = "procedure"
  static let simplified = "simplified"

  /// Label of the unknown field in which the reader keeps the name of a category that the catalogue does not have.
  static let unknownCategory = "信息类别"

  /// The line that shows a record's own 领域; not a field of a category.
  static let domain = (key: "domain", label: "领域")
}
