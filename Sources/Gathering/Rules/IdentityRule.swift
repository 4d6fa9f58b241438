import Importing

/// Codes and names must agree. A code under which two names stand that have nothing in common is nobody's for sure
/// (一码多赋); one that fails its check is somebody's only if the registrar, or an earlier row, knows it with that name.
enum IdentityRule {
  struct Delivered: Equatable {
    var name: String
    /// Whether the code passes its check (GB 32100-2015, GB 11643-1999).
    var passesCheck: Bool
    /// Whether the registrar knows another subject by this name, and not the one of this code.
    var isAnothers: Bool
  }

  /// - Parameters:
  ///   - delivered: the names under one code in the delivery.
  ///   - known: the names that the store knows for the code, former ones included.
  /// - Returns: for each delivered name, why its rows are held; nil: its subject is certain.
  static func verdicts(_ delivered: [Delivered], known: [String], isPerson: Bool) -> [HeldReason?] {
    // Another subject's name was copied beside this code: it says nothing of whose the code is.
    let isOne = SubjectNames.areOfOne(delivered.filter { !$0.isAnothers }.map(\.name), isPerson: isPerson)
    return delivered.map { row in
      if row.isAnothers { return .anothersName }
      if known.isEmpty {
        if !row.passesCheck { return .faultyCode }
        return isOne ? nil : .twoNames
      }
      let agrees = known.contains { SubjectNames.areOfOne([$0, row.name], isPerson: isPerson) }
      if agrees { return nil }
      return row.passesCheck ? .twoNames : .faultyCode
    }
  }
}

/// Why a row is held, as reports and tables print it. It names nobody.
public enum HeldReason: String, Sendable, Equatable, CaseIterable {
  case noCode = "没有统一社会信用代码"
  case faultyCode = "代码未通过校验，且与已知主体不符"
  case twoNames = "同一代码下的名称互不相干"
  case anothersName = "名称属于另一代码的主体"
  case ambiguousNumber = "号码不能确认是身份证号码还是统一社会信用代码"
  case noSubject = "既没有名称也没有代码"
  case unreadable = "主体信息不能识别"
  /// A record of a subject with the same name under another code, which no registrar knows.
  case namesake = "名称相同而代码不同，登记机关未确认"
}
