import Foundation

/// An independent program's opinion of a PDF.
struct Tool {
  var status: Int32
  var output: [UInt8]
  var errors: String
  var text: String { String(decoding: output, as: UTF8.self) }
  /// Without any white space, which is the program's guess.
  var packed: String { String(text.unicodeScalars.filter { !$0.properties.isWhitespace }.map(Character.init)) }

  /// Runs a program on the file; `@` among the arguments stands for its path.
  init(_ name: String, _ arguments: [String], on pdf: [UInt8]) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "xinbao-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "file.pdf")
    try Data(pdf).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments.map { $0 == "@" ? file.path : $0 }
    let (outputPipe, errorPipe) = (Pipe(), Pipe())
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    try process.run()
    output = Array(outputPipe.fileHandleForReading.readDataToEndOfFile())
    errors = String(decoding: errorPipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }
}
