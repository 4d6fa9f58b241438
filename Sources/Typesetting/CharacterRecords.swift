import Synchronization

/// A record for each code point of the basic plane, read and written by any number of threads at once.
///
/// Two threads that miss the same record compute and write the same eight bytes, so no lock is needed. A record refers
/// to nothing else in memory, so relaxed ordering is enough.
final class CharacterRecords: @unchecked Sendable {
  private static let count = 0x10000
  // Never moved and only accessed atomically, hence safe to share.
  private let words: UnsafeMutablePointer<Atomic<UInt64>>

  /// All records start unresolved.
  init() {
    let unresolved = Self.word(CharacterRecord())
    words = .allocate(capacity: Self.count)
    for index in 0..<Self.count { (words + index).initialize(to: Atomic(unresolved)) }
  }

  deinit {
    words.deinitialize(count: Self.count)
    words.deallocate()
  }

  @inline(__always)
  subscript(codePoint: UInt16) -> CharacterRecord {
    get { unsafeBitCast(words[Int(codePoint)].load(ordering: .relaxed), to: CharacterRecord.self) }
    set { words[Int(codePoint)].store(Self.word(newValue), ordering: .relaxed) }
  }

  private static func word(_ record: CharacterRecord) -> UInt64 { unsafeBitCast(record, to: UInt64.self) }
}
