import FileFormats
import ReplyBytes

extension ReplyWriter {
  mutating func put(_ unfit: UnfitFile) {
    put(unfit.reason.code)
    put(unfit.reason.chinese)
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
  mutating func unfit() throws(NoReply) -> UnfitFile {
    UnfitFile(UnfitFile.Reason(code: try text(), chinese: try text()), try text())
  }

  mutating func result<Value>(
    _ value: (inout ReplyReader) throws(NoReply) -> Value
  ) throws(NoReply) -> Result<Value, UnfitFile> {
    switch try number() {
    case 0: .success(try value(&self))
    case 1: .failure(try unfit())
    default: throw NoReply()
    }
  }
}
