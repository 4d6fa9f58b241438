import ErrorCauses
import Foundation
import Records

/// The columns that a manifest may have, by key or Chinese name.
enum ManifestColumn: String, CaseIterable {
  case file, subject, report, edition, masks, repaired, template, domains, from, to, purpose, recipient, profile,
    catalogue
  case output, role
  /// Accepted and ignored, so that existing lists can be used as they are.
  case number, note

  var names: [String] {
    switch self {
    case .file: ["file", "文件", "信用档案", "信用档案文件"]
    case .subject: ["subject", "代码", "统一社会信用代码"]
    case .report: ["report", "报告", "报告类型"]
    case .edition: ["edition", "版本", "标准版本"]
    case .masks: ["masks", "脱敏"]
    case .repaired: ["repaired", "已修复记录"]
    case .template: ["template", "模板"]
    case .domains: ["domains", "领域"]
    case .from: ["from", "起始日期", "开始日期"]
    case .to: ["to", "截止日期", "结束日期"]
    case .purpose: ["purpose", "用途"]
    case .recipient: ["recipient", "接收单位"]
    case .profile: ["profile", "口径"]
    case .catalogue: ["catalogue", "领域清单"]
    case .output: ["output", "输出文件", "输出文件名"]
    case .role: ["role", "角色", "与发行人关系"]
    case .number: ["number", "序号"]
    case .note: ["note", "备注"]
    }
  }

  /// What messages call it.
  var wording: Wording { Wording(rawValue, "\(names[1])（\(rawValue)）") }

  /// - Throws: an error that suggests the nearest known name, or lists all of them.
  static func named(_ name: String) throws(BatchOrderError) -> ManifestColumn {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    if let column = allCases.first(where: { $0.names.contains(name) }) { return column }
    let nearest = nearestName(to: name, among: allCases.flatMap(\.names))
    throw BatchOrderError(
      Wording("column `\(name)`", "列“\(name)”"),
      Wording("is not known", "不是清单的列").with(
        hint: nearest.map { Wording("did you mean `\($0)`?", "是否应为“\($0)”？") }
          ?? Wording(
            "there are \(allCases.map(\.rawValue).joined(separator: ", "))",
            "清单的列有\(allCases.map { $0.names[1] }.joined(separator: "、"))")))
  }

  func set(_ text: String, in order: inout BatchOrder) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { return }
    switch self {
    case .file: order.file = text
    case .subject: order.subject = normalizedIdentifier(text)
    case .report: order.report = text
    case .edition: order.edition = text
    case .masks: order.masks = text
    case .repaired: order.repaired = text
    case .template: order.template = text
    case .domains: order.domains = text
    case .from: order.from = text
    case .to: order.to = text
    case .purpose: order.purpose = text
    case .recipient: order.recipient = text
    case .profile: order.profile = text
    case .catalogue: order.catalogue = text
    case .output: order.output = text
    case .role: order.role = text
    case .number, .note: break
    }
  }
}
