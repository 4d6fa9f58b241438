import Foundation
import ScratchFolders
import Testing

@testable import FileReading

@Suite(.scratchFolders) struct FileReadingTests {
  private let folder: String

  init() throws {
    folder = try scratchFolder()
  }

  private func file(_ bytes: Int) throws -> String {
    let path = folder + "/\(bytes)"
    try Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0) }).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func fault(_ path: String, limit: Int = 1 << 20) -> FileFault? {
    #expect(throws: FileFault.self) { try readFile(path, limit: limit) }
  }

  @Test func aFileIsReadUpToItsLimitAndNoByteFurther() throws {
    for count in [0, 1, 65_536, 200_000] {
      #expect(try readFile(file(count), limit: count) == (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    }
    let refused = fault(try file(200_000), limit: 199_999)
    #expect(refused?.isTooLarge == true && refused?.message == "has 200000 bytes; at most 199999 are read")
  }

  @Test func onlyFilesAreReadWhereAPipeWouldBeWaitedFor() throws {
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    #expect(symlink(folder + "/pipe", folder + "/link") == 0)
    for path in [folder + "/pipe", folder + "/link", "/dev/zero", folder, folder + "/none"] {
      #expect(throws: FileFault.self, "\(path)") { try readRegularFile(Array(path.utf8), limit: 10) }
    }
    // A name that is not UTF-8; and a zero must not cut off the rest of a name.
    let name = Array("\(folder)/".utf8) + [0xB1, 0xA8]
    try FileManager.default.moveItem(atPath: file(3), toPath: folder + "/plain")
    #expect(rename(folder + "/plain", name.map { CChar(bitPattern: $0) } + [0]) == 0)
    #expect(try readRegularFile(name, limit: 3) == [0, 1, 2])
    #expect(throws: FileFault.self) { try readRegularFile(name, limit: 2) }
    #expect(throws: FileFault.self) { try readRegularFile(name + [0, 0x78], limit: 3) }
  }

  /// It says no size beforehand.
  @Test func aPipeIsReadToItsEndOrToItsLimit() throws {
    for (limit, isRead) in [(70_000, true), (69_999, false)] {
      let pipe = Pipe()
      let writer = Thread {
        try? pipe.fileHandleForWriting.write(contentsOf: Data(count: 70_000))
        try? pipe.fileHandleForWriting.close()
      }
      writer.start()
      let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
      if isRead {
        #expect(try readFile(path, limit: limit).count == 70_000)
      } else {
        #expect(fault(path, limit: limit)?.isTooLarge == true)
      }
    }
  }

  @Test func whatCannotBeReadIsToldWithWhatToDo() {
    let (none, directory) = (fault(folder + "/none"), fault(folder))
    #expect(none?.message == "there is no such file" && none?.hint == "check the path")
    #expect(directory?.message == "is a directory" && directory?.hint == "name a file in it")
  }
}
