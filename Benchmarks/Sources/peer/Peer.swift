import ArgumentParser
import Blocks
import Foundation
import Measuring
import PDF
import QRCode
import Templates
import Typeface
import Typesetting

/// Xinbao as one of several engines that set the same report: JSON bytes in memory to PDF bytes in memory, the CPU time
/// of each taken, the files written outside of it. Same options and same figures as the other engines' programs.
@main
struct Peer: ParsableCommand {
  @Option(help: "Folder of r*.json.") var data: String
  @Option(help: "Folder for the PDFs.") var out: String
  @Option(help: "Reports to render.") var n = 40
  @Option(help: "Reports to render first, unmeasured, taken from the last ten.") var warm = 10
  @Option(help: "Stop after so many seconds.") var secs = 60.0
  @Option(help: "k/m: only reports whose number leaves k when divided by m.") var shard = "0/1"
  @Option(help: "Wait for this file; say that we are ready by FILE.readyK.") var go = ""
  @Option(help: "Where to write the figures.") var json = ""
  @Option(help: "Folder with templates and fonts.") var resources = ".."
  @Option(help: "Folder of prepared fonts; made if need be.") var fonts = ".build/fonts"
  @Option(help: "The report's template.") var template = "report.yaml"

  func run() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: data)
      .filter { $0.hasPrefix("r") && $0.hasSuffix(".json") }.sorted()
    let inputs = try names.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(data)/\($0)"))) }
    let press = try PeerPress(template: template, fontList: resources + "/fonts/fonts.yaml", cache: fonts)
    let parts = shard.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, inputs.count > 10 else { throw ValidationError("--shard k/m, and more than ten reports") }
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)

    for index in 0..<warm { _ = try press.print(inputs[inputs.count - 1 - index % 10]) }
    if !go.isEmpty {
      _ = FileManager.default.createFile(atPath: "\(go).ready\(parts[0])", contents: nil)
      while !FileManager.default.fileExists(atPath: go) { usleep(2000) }
    }
    var figures = Figures(name: "xinbao")
    figures.t0 = Clock.now(CLOCK_MONOTONIC)
    for index in 0..<min(n, inputs.count - 10) where index % parts[1] == parts[0] {
      let cpu = Clock.now(CLOCK_PROCESS_CPUTIME_ID)
      let wall = Clock.now(CLOCK_MONOTONIC)
      let pdf = try press.print(inputs[index])
      figures.wallMs.append((Clock.now(CLOCK_MONOTONIC) - wall) * 1000)
      figures.cpuMs.append((Clock.now(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1000)
      try write(pdf, to: "\(out)/\(names[index].dropLast(5)).pdf")
      if Clock.now(CLOCK_MONOTONIC) - figures.t0 > secs { break }
    }
    figures.t1 = Clock.now(CLOCK_MONOTONIC)
    figures.n = figures.cpuMs.count
    figures.rssMb = peakMegabytes()
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let text = try encoder.encode(figures)
    if json.isEmpty {
      print(String(decoding: text, as: UTF8.self))
    } else {
      try text.write(to: URL(fileURLWithPath: json))
    }
  }
}

/// Without waiting for the disk, which Foundation does and the other engines' programs do not.
private func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "wb") else { throw PeerError(problem: "\(path) cannot be written") }
  let count = fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, count == bytes.count else { throw PeerError(problem: "\(path) cannot be written") }
}

/// The figures, by the names that the other engines use (cpu_ms, …).
struct Figures: Encodable {
  var name: String
  var n = 0
  var cpuMs: [Double] = []
  var wallMs: [Double] = []
  var rssMb = 0.0
  var t0 = 0.0
  var t1 = 0.0
}
