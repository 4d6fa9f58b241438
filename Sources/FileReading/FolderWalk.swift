#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What stands in a folder and in the folders in it. Names are bytes: an archive that was packed on another system leaves
/// some that are not UTF-8, and these must not vanish.
package struct FolderWalk {
  package struct Entry: Equatable {
    /// From the folder on.
    package let name: [UInt8]
    /// Why it cannot be read, in Chinese; nil: it is a file.
    package let problem: String?
  }
  /// By name. A folder is one only where it cannot be read as a whole.
  package private(set) var entries: [Entry] = []
  /// How many names begin with a dot; what is in a hidden folder is not counted.
  package private(set) var hidden = 0

  /// Nil if the folder itself cannot be read.
  package init?(_ folder: String) {
    let root = Array(folder.utf8)
    guard let top = Self.names(in: root), top.isWhole else { return nil }
    add(top.names, of: [], at: root)
    entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private mutating func add(_ names: [[UInt8]], of folder: [UInt8], at root: [UInt8]) {
    for name in names {
      guard name.first != UInt8(ascii: ".") else {
        if name != Self.own, name != Self.parent { hidden += 1 }
        continue
      }
      let path = folder.isEmpty ? name : folder + Self.slash + name
      switch Self.kind(of: root + Self.slash + path) {
      case .file: entries.append(Entry(name: path, problem: nil))
      case .unread(let problem): entries.append(Entry(name: path, problem: problem))
      case .folder:
        let inner = Self.names(in: root + Self.slash + path)
        if inner?.isWhole != true { entries.append(Entry(name: path, problem: "文件夹无法读取，其中的文件没有核验。")) }
        add(inner?.names ?? [], of: path, at: root)
      }
    }
  }

  private enum Kind {
    case file, folder
    case unread(String)
  }

  /// A link to a file is that file. One to a folder may lead back, or far away: it is not followed.
  private static func kind(of path: [UInt8]) -> Kind {
    let name = path.map { CChar(bitPattern: $0) } + [0]
    var status = stat()
    guard lstat(name, &status) == 0 else { return .unread("文件无法读取。") }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, stat(name, &status) != 0 { return .unread("是链接，所指的文件不存在或者无法读取。") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return isLink ? .unread("是指向文件夹的链接，其中的文件没有核验；请直接给出该文件夹。") : .folder
    default: return .unread("是管道、套接字或者设备，不是文件。")
    }
  }

  /// - Returns: nil if the folder cannot be opened; `isWhole` is false if its end was not reached.
  private static func names(in folder: [UInt8]) -> (names: [[UInt8]], isWhole: Bool)? {
    guard let stream = opendir(folder.map { CChar(bitPattern: $0) } + [0]) else { return nil }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { return (names, errno == 0) }
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: UInt8.self, capacity: 1) { bytes in
            [UInt8](
              UnsafeBufferPointer(
                start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))))
          }
        })
    }
  }

  private static let slash = [UInt8(ascii: "/")]
  private static let own = [UInt8(ascii: ".")], parent = Array("..".utf8)
}

/// The name of a file as text: bytes that are not UTF-8 as `\xB1`.
package func shownName(_ bytes: [UInt8]) -> String {
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var (text, offset) = ("", 0)
  while true {
    switch parser.parseScalar(from: &iterator) {
    case .emptyInput: return text
    case .valid(let encoded):
      text += String(decoding: encoded, as: UTF8.self)
      offset += encoded.count
    case .error(let length):
      for byte in bytes[offset..<offset + length] { text += "\\x" + String(byte, radix: 16, uppercase: true) }
      offset += length
    }
  }
}
