public import CivilTime

/// 查询申请: who asks for a report, by what authority, for what purpose. A personal report needs one (`domain.md` §2.12).
public struct Request: Sendable, Equatable {
  public enum Basis: String, Sendable, Equatable, CaseIterable {
    /// 本人申请
    case own = "self"
    /// 书面授权
    case authorisation
  }

  /// How long an authorisation is valid.
  public enum Term: Sendable, Equatable {
    /// Inclusive.
    case through(CalendarDate)
    case unlimited
  }

  /// 查询人
  public var requester: String
  /// 查询依据
  public var basis: Basis
  /// 查询用途
  public var purpose: String
  /// 授权书编号
  public var document: String?
  /// 授权日期, 授权有效期至; nil: not said.
  public var authorisedOn: CalendarDate?
  public var validThrough: Term?
  /// JSON pointer to the request in its file, for messages.
  public var pointer: String
  public init(
    requester: String, basis: Basis, purpose: String, document: String? = nil,
    authorisedOn: CalendarDate? = nil, validThrough: Term? = nil, pointer: String = "/request"
  ) {
    (self.requester, self.basis, self.purpose) = (requester, basis, purpose)
    (self.document, self.authorisedOn, self.validThrough) = (document, authorisedOn, validThrough)
    self.pointer = pointer
  }
}
