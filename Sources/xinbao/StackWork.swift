import ErrorCauses
import FileReading
import Foundation
import JSON
import Registry
import Stacks
import VerifyCommand
import Verifying

/// What the reports of a stack are examined with; the same for all of them.
struct StackWork: Sendable {
  let verifier: Verifier
  /// Of the domains.
  let names: TokenNames
  /// Knows check codes; nil: there is none.
  let registry: Registry?
  let reader: Result<PictureReader, PictureReader.NotAtHand>
  /// Seconds since 1970.
  let now: Int64

  private static let notRead = "FILE_NOT_READ"

  /// A file becomes rows here, and only here.
  private func rows(file: StackItem.File) -> [StackRow] {
    let bytes: [UInt8]
    let path = shownName(file.path)
    do throws(FileFault) { bytes = try readRegularFile(file.path, limit: longestGivenFile) } catch {
      let problem = error.isTooLarge ? "文件超过\(longestGivenFile >> 20)MB，没有核验。" : "\(error.problem.chinese)，没有核验。"
      return [unexamined(file.given, Self.notRead, problem, "\(path): \(error.message)")]
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    do throws(PictureReader.NotAtHand) {
      let read = try verifier.findings(in: bytes, name: name) { () throws(PictureReader.NotAtHand) in try reader.get() }
      let rows = read.findings.map { finding in
        row(
          finding.place.map { "\(file.given) \($0)" } ?? file.given,
          finding.verification.comparedWithPaper(ending: file.ending))
      }
      guard !read.isComplete else { return rows }
      return rows + [
        unexamined(
          file.given, FileFindings.incompleteCode, FileFindings.incompleteNote, "not all pages of the file were read")
      ]
    } catch {
      return [unexamined(file.given, "READER_NEEDED", "本机没有识读图片和扫描件的程序，没有核验。", "\(error)")]
    }
  }

  /// - Throws: `RegistryError` if the registry does not answer.
  func rows(of item: StackItem) throws -> [StackRow] {
    switch item {
    case .file(let file): return rows(file: file)
    case .code(let text, let ending, let given):
      return [row(given, verifier.verify(digits: text).comparedWithPaper(ending: ending))]
    case .number(let number, let checkCode, let ending, let given):
      return [try row(number: number, checkCode, ending: ending, given)]
    case .unclear(let problem, let given):
      return [unexamined(given, "ROW_UNCLEAR", problem, "the row names no report")]
    case .unread(let problem, let given):
      return [unexamined(given, Self.notRead, problem, "it is no file that can be read")]
    case .together(let items, let number):
      return StackRow.together(try items.map(rows(of:)), number: number.map(typedReportNumber))
    }
  }

  private func row(number: String, _ text: String, ending: String?, _ given: String) throws -> StackRow {
    guard let registry else {
      return unexamined(
        given, "REGISTRY_NEEDED", "离线核验包不含核验码，报告编号不能核验；请填写核验网址或者文件。", "only a registry knows check codes")
    }
    guard let code = CheckCode(text) else { return row(given, .unknownNumber) }
    switch try registry.report(number: typedReportNumber(number), checkCode: code, at: now) {
    case .found(let report):
      return row(given, verifier.verify(report.token, source: .number).comparedWithPaper(ending: ending))
    case .refused: return row(given, .unknownNumber)
    case .throttled(let until):
      let minutes = max(1, until - now) / 60 + 1
      return unexamined(
        given, "TOO_MANY_REQUESTS", "该编号的错误核验码过多，请在\(minutes)分钟后重试。", "too many wrong check codes")
    }
  }

  private func row(_ given: String, _ verification: Verification) -> StackRow {
    var document = VerificationDocument(verification, names: names)
    document.tellsDetail = true
    return StackRow(given, verification, names, document: document.json)
  }

  /// - Parameter message: in English, for programs.
  private func unexamined(_ given: String, _ code: String, _ problem: String, _ message: String) -> StackRow {
    StackRow(
      given, unexamined: code, problem, document: .object([("code", .string(code)), ("message", .string(message))]))
  }
}
