import DurableFiles
import Foundation
import Hexadecimal

/// The files of a delivery that one person hands in and another is to take in: they must be the same then.
public struct StatedFiles: Sendable, Equatable {
  public struct File: Sendable, Equatable, Codable {
    /// From the root.
    public var path: String
    /// Hexadecimal.
    public var sha256: String
  }
  public let files: [File]

  /// - Throws: `DeliveryDesk.Refusal` for a file that cannot be read.
  public init(at paths: [String]) throws {
    files = try paths.map { path in
      File(
        path: URL(fileURLWithPath: path).standardizedFileURL.path, sha256: hexadecimal(try fileDigest(of: path)))
    }
  }

  /// - Throws: `DeliveryDesk.Refusal` for a text that `text` did not make.
  public init(text: String) throws(DeliveryDesk.Refusal) {
    do { files = try JSONDecoder().decode([File].self, from: Data(text.utf8)) } catch {
      throw DeliveryDesk.Refusal(problem: "the delivery's files cannot be read: a later version may have named them")
    }
  }

  /// Equal files are equal texts.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(files) else { preconditionFailure("texts are always JSON") }
    return String(decoding: data, as: UTF8.self)
  }

  /// What findings and rows call each file: its own name, or its path if another file has that name, too.
  private var names: [String] {
    let own = files.map { URL(fileURLWithPath: $0.path).lastPathComponent }
    return zip(files, own).map { file, name in own.count { $0 == name } > 1 ? file.path : name }
  }

  /// Calls a closure with copies of the files, which are gone afterwards. What was checked is what is read: whoever may
  /// write to the files themselves cannot change it in between.
  /// - Throws: `DeliveryDesk.Refusal` for a file that is gone or another one by now.
  func withCopies<R>(_ body: ([HandedInTable]) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "xinbao-delivery-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let names = names
    let copies = try files.enumerated().map { index, file in
      let place = folder + "/\(index + 1)"
      for made in [folder, place] {
        let code = makeFolder(made, mode: 0o700)
        guard code == 0 else { throw FileError.write(path: made, code: code) }
      }
      let copy = place + "/" + URL(fileURLWithPath: file.path).lastPathComponent
      do { try FileManager.default.copyItem(atPath: file.path, toPath: copy) } catch {
        throw DeliveryDesk.Refusal(
          problem: "\(file.path): cannot be read any longer; nothing was taken in. Hand the delivery in once more")
      }
      guard hexadecimal(try fileDigest(of: copy)) == file.sha256 else {
        throw DeliveryDesk.Refusal(
          problem: "\(file.path): is not the file that was handed in (SHA-256); nothing was taken in. "
            + "Hand the delivery in once more")
      }
      return HandedInTable(path: copy, name: names[index])
    }
    return try body(copies)
  }
}
