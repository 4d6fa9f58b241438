public import ErrorCauses
import FileReading
import Foundation
import Records
import Yams

/// The rules of an import beyond the catalogue: `templates/import/rules.yaml`, which explains each entry.
public struct ImportRules: Sendable, Decodable, Equatable {
  public struct CounterpartKind: Sendable, Decodable, Equatable {
    public var label: String
    public var also: [String]
    /// Canonical keys of subject kinds.
    public var kinds: [String]
  }
  public struct CategoryRules: Sendable, Decodable, Equatable {
    public var number: String?
    /// Where the catalogue names no field for the subject's code: one that holds it, among other numbers.
    public var code: String?
    /// Whether tables have columns for the subject that are no fields of a record.
    public var subjectBeside: Bool?
    public var kind: String?
    public var idKind: String?
    public var idNumber: String?
    public var otherCodes: [String]?
    public var required: [String]
    public var order: [[String]]
    public var choices: [String: [String]]?
  }

  /// Heads of columns for the subject, in tables of categories whose records do not say it.
  public struct SubjectBeside: Sendable, Decodable, Equatable {
    public var name: [String]
    public var code: [String]
  }
  /// Heads of a registrar's tables beside the fields of the subject kinds.
  public struct Registration: Sendable, Decodable, Equatable {
    public var name: [String]
    public var code: [String]
    public var formerNames: [String]
    public var changedOn: [String]
  }

  public var kinds: [String: String]
  public var otherKind: String
  public var counterpartKinds: [CounterpartKind]
  public var received: [String]
  public var ignored: [String]
  public var workingDays: Int
  public var complianceTarget: Double
  public var timelinessTarget: Double
  public var subjectBeside: SubjectBeside
  public var registration: Registration
  public var categories: [String: CategoryRules]

  /// What heads mean that the catalogue does not know: `templates/import/mappings`.
  public var mappings: [HeadMapping] = []

  private enum CodingKeys: String, CodingKey {
    case kinds, otherKind, counterpartKinds, received, ignored, workingDays, complianceTarget, timelinessTarget
    case subjectBeside, registration, categories
  }

  public init(yaml: String, file: String) throws(ImportDataError) {
    self = try decoded(yaml, file)
    guard workingDays > 0 else { throw ImportDataError(file: file, problem: "workingDays must be at least 1") }
    for (category, rules) in categories where rules.order.contains(where: { $0.count != 2 }) {
      throw ImportDataError(file: file, problem: "the order of \(category) must be pairs of fields")
    }
  }
}

extension ImportRules {
  /// The rules, and the mappings of the folder `mappings` beside their file.
  public static func load(file: String) throws(ImportDataError) -> ImportRules {
    var rules = try ImportRules(yaml: text(of: file), file: file)
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path + "/mappings"
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw ImportDataError(file: folder, problem: "cannot be read; it is part of the program's templates")
    }
    for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
      let path = folder + "/" + name
      rules.mappings += try HeadMapping.list(yaml: text(of: path), file: path)
    }
    return rules
  }

  private static func text(of path: String) throws(ImportDataError) -> String {
    do { return String(decoding: try readFile(path, limit: 4_000_000), as: UTF8.self) } catch {
      throw ImportDataError(file: path, problem: error.message)
    }
  }
}

/// A file of `templates/import` or `templates/calendar` that cannot be used.
public struct ImportDataError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var file: String
  public var problem: String
  public init(file: String, problem: String) { (self.file, self.problem) = (file, problem) }
  public var cause: ErrorCause { .input }

  public var description: String { "\(file): \(problem)" }
}

/// Decodes a YAML text; reports the decoder's errors in one line.
func decoded<Content: Decodable>(_ yaml: String, _ file: String) throws(ImportDataError) -> Content {
  do { return try YAMLDecoder().decode(Content.self, from: yaml) } catch DecodingError.keyNotFound(let key, let context)
  {
    throw ImportDataError(file: file, problem: "\(path(context.codingPath))lacks the key \(key.stringValue)")
  } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
    DecodingError.dataCorrupted(let context)
  {
    let cause = context.underlyingError.map { ": \($0)" } ?? ""
    throw ImportDataError(file: file, problem: path(context.codingPath) + context.debugDescription + cause)
  } catch { throw ImportDataError(file: file, problem: "cannot be read: \(error)") }
}

private func path(_ path: [any CodingKey]) -> String {
  path.isEmpty ? "" : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/") + ": "
}
