import Foundation
public import Records
public import Registry

/// What workers on other machines must know about a batch: its description in the queue.
public struct SharedBatch: Codable, Sendable, Equatable {
  public var target: BatchTarget
  public var supersedes: Bool
  public var isStrict: Bool
  public var keepsUnknown: Bool
  /// Whether the person who began the batch takes responsibility for declared coverage; nil: the batch is from an
  /// earlier release, and nobody does.
  public var trustsDeclaredCoverage: Bool?

  public init(
    target: BatchTarget, supersedes: Bool, reading: CreditFileReader.Options, trustsDeclaredCoverage: Bool = false
  ) {
    self.trustsDeclaredCoverage = trustsDeclaredCoverage
    (self.target, self.supersedes) = (target, supersedes)
    (isStrict, keepsUnknown) = (reading.strict, reading.keepUnknown)
  }

  public var reading: CreditFileReader.Options { .init(strict: isStrict, keepUnknown: keepsUnknown) }

  public var description: String {
    guard let data = try? JSONEncoder.sorted.encode(self) else { preconditionFailure("texts and numbers are JSON") }
    return String(decoding: data, as: UTF8.self)
  }

  /// - Throws: `RegistryError.damaged` for a description that no batch was begun with.
  public init(description: String, batch: String) throws(RegistryError) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(description.utf8)) } catch {
      throw .damaged(what: "batch \(batch)", problem: "its description cannot be read")
    }
  }
}
