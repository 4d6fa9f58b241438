public import ErrorCauses

/// Why a batch cannot be begun, continued or ended. Folders are named as they were given.
public enum BatchRunError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  case begunBefore(folder: String)
  case notBegun(folder: String)
  case otherManifest(folder: String)
  case otherRegistry(folder: String, begunWith: String, given: String)
  /// Stopped between the folder and the queue.
  case stoppedBeforeBegun(folder: String)
  /// The batch is no longer in the queue.
  case gone(folder: String, registry: String)
  /// Reports are issued, but other files have their names.
  case occupied(folder: String, reports: Int)

  public var cause: ErrorCause { .input }

  public var remedy: Remedy? {
    switch self {
    case .begunBefore(let folder): .resumeOrElsewhere(folder: folder)
    case .notBegun: .beginBatch
    case .otherManifest: .outputFolder
    case .occupied(let folder, _): .resumeBatch(folder: folder)
    case .otherRegistry, .stoppedBeforeBegun, .gone: nil
    }
  }

  public var description: String {
    switch self {
    case .begunBefore(let folder): "\(folder): a batch was begun here"
    case .notBegun(let folder): "\(folder): no batch was begun here"
    case .otherManifest(let folder):
      "\(folder): was begun with another manifest, or other options; begin anew in another folder"
    case .otherRegistry(let folder, let begunWith, let given):
      "\(folder): was begun with the registry \(begunWith), not \(given)"
    case .stoppedBeforeBegun(let folder):
      "\(folder): was stopped before it began; begin it once more, with the same order"
    case .gone(let folder, let registry): "\(folder): its batch is no longer in \(registry)"
    case .occupied(let folder, let reports):
      "\(folder): \(reports) reports are issued, but other files have their names, which may be issued reports too; move "
        + "those away"
    }
  }
}
