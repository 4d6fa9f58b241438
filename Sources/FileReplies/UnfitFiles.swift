import FileFormats
import ReplyBytes

extension ReplyWriter {
  mutating func put(_ unfit: UnfitFile) {
    put(unfit.reason.code)
    put(unfit.detail)
  }

  mutating func put<Value>(_ result: Result<Value, UnfitFile>, _ putValue: (inout ReplyWriter, Value) -> Void) {
    switch result {
    case .success(let value):
      put(0)
      putValue(&self, value)
    case .failure(let unfit):
      put(1)
      put(unfit)
    }
  }
}

extension ReplyReader {
  /// The code becomes that of an answer, so it is one of those that the format has; what it means, this side says.
  mutating func unfit(_ reasons: [UnfitFile.Reason]) throws(NoReply) -> UnfitFile {
    let code = try text()
    guard let reason = reasons.first(where: { $0.code == code }) else { throw NoReply() }
    return UnfitFile(reason, try text())
  }

  mutating func result<Value>(
    _ reasons: [UnfitFile.Reason], _ value: (inout ReplyReader) throws(NoReply) -> Value
  ) throws(NoReply) -> Result<Value, UnfitFile> {
    switch try number() {
    case 0: .success(try value(&self))
    case 1: .failure(try unfit(reasons))
    default: throw NoReply()
    }
  }
}
