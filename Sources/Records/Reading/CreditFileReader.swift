public import CivilTime
import ErrorCauses
import FileReading
import JSON

/// Reads credit files (docs/schema/credit-file.schema.json): lenient in how names, dates and absent values are written,
/// strict about anything it does not understand. Created once per catalogue, it reads any number of files from any
/// task.
public struct CreditFileReader: Sendable {
  public struct Options: Sendable, Equatable {
    /// Warnings are errors.
    public var strict: Bool
    /// Keeps fields and categories that the catalogue does not know as `UnknownField`s instead of refusing them.
    public var keepUnknown: Bool
    public init(strict: Bool = false, keepUnknown: Bool = false) {
      (self.strict, self.keepUnknown) = (strict, keepUnknown)
    }
  }

  /// How large a file may be.
  public struct Limits: Sendable, Equatable {
    public var records: Int
    public var fileBytes: Int
    public var valueBytes: Int
    /// How deep objects and arrays may nest.
    public var nesting: Int
    public init(records: Int, fileBytes: Int, valueBytes: Int, nesting: Int) {
      (self.records, self.fileBytes, self.valueBytes, self.nesting) = (records, fileBytes, valueBytes, nesting)
    }
    public static let standard = Limits(records: 100_000, fileBytes: 16 << 20, valueBytes: 64 << 10, nesting: 64)
  }

  /// How many warnings are reported one by one; the rest are only counted.
  public static let warningLimit = 1000

  public let options: Options
  public let limits: Limits
  let names: CatalogueNames
  let now: @Sendable () -> BeijingTime

  /// - Parameter now: the time of reading; a file that claims to be gathered later is refused.
  public init(
    catalogue: Catalogue, options: Options = Options(), limits: Limits = .standard,
    now: @escaping @Sendable () -> BeijingTime
  ) {
    (self.options, self.limits, self.now) = (options, limits, now)
    names = CatalogueNames(catalogue)
  }

  /// - Throws: the first mistake, with its position.
  public func read(path: String) throws(ReadingError) -> Reading {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path, limit: limits.fileBytes)
    } catch {
      throw ReadingError(
        kind: error.isTooLarge ? .limit : .access, file: path, problem: error.problem, advice: error.advice)
    }
    return try read(bytes: bytes, name: path)
  }

  /// - Parameter name: what messages call the file.
  public func read(bytes: [UInt8], name: String) throws(ReadingError) -> Reading {
    guard bytes.count <= limits.fileBytes else {
      let problem = Wording(
        "has \(bytes.count) bytes; at most \(limits.fileBytes) are read",
        "文件有 \(bytes.count) 字节，最多读取 \(limits.fileBytes) 字节")
      throw ReadingError(kind: .limit, file: name, problem: problem, advice: Wording("split it", "请拆分"))
    }
    let document: JSONDocument
    do {
      document = try JSONParser.parse(
        bytes, limits: JSONLimits(valueBytes: limits.valueBytes, nesting: limits.nesting), shown: quoted)
    } catch {
      let (line, column) = textPosition(of: error.offset, in: bytes)
      throw ReadingError(
        kind: error.isLimit ? .limit : .syntax, file: name, line: line, column: column, pointer: error.pointer,
        problem: error.problem, advice: error.advice)
    }
    var interpreter = FileInterpreter(document: document, file: name, reader: self)
    let file = try interpreter.creditFile()
    return Reading(file: file, warnings: interpreter.warnings, warningCount: interpreter.warningCount)
  }
}
