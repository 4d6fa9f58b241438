public import ErrorCauses

extension ErrorCause {
  /// The status with which a command ends that this error stops: README.md, “Use”.
  public var exitStatus: Int32 {
    switch self {
    case .usage: 2
    case .input: 3
    case .environment, .transient, .defect: 4
    }
  }
}
