import Foundation
import Testing

@testable import Confinement

/// The shell, which reads what it is to do from standard input, does everything that a program under attack could do.
@Suite struct ConfinedProgramTests {
  private func run(
    _ script: String, outputLimit: Int = 10_000, seconds: Double = 20
  ) throws -> ConfinedProgram.Outcome {
    try ConfinedProgram(path: "/bin/sh", outputLimit: outputLimit, seconds: seconds).run(input: Array(script.utf8))
  }

  private func output(_ script: String) throws -> String {
    guard case .exited(0, let output) = try run(script) else { return "no output" }
    return String(decoding: output, as: UTF8.self)
  }

  @Test func outputAndStatusComeBack() throws {
    #expect(try run("echo ready; exit 3") == .exited(status: 3, output: Array("ready\n".utf8)))
    #expect(try run("") == .exited(status: 0, output: []))
    let large = try ConfinedProgram(path: "/bin/cat", outputLimit: 3 << 20, seconds: 20)
      .run(input: [UInt8](repeating: 7, count: 3 << 20))
    #expect(large == .exited(status: 0, output: [UInt8](repeating: 7, count: 3 << 20)))
  }

  @Test func aCrashIsAnOutcome() throws {
    #expect(try run("kill -SEGV $$") == .died(signal: SIGSEGV))
    #expect(try run("echo something; kill -KILL $$") == .died(signal: SIGKILL))
  }

  @Test func whoTakesTooLongOrTellsTooMuchIsStopped() throws {
    let start = ContinuousClock.now
    #expect(try run("exec sleep 60", seconds: 0.3) == .tooSlow)
    #expect(try run("exec yes", outputLimit: 1000) == .tooMuchOutput)
    // Its output is closed, and itself still there: it is not waited for.
    #expect(try run("exec 1>&-; exec sleep 60") == .died(signal: SIGKILL))
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func afterwardsItIsGone() throws {
    guard case .exited(0, let output) = try run("echo $$") else { return #expect(Bool(false), "it did not run") }
    let id = try #require(Int32(String(decoding: output, as: UTF8.self).split(separator: "\n")[0]))
    // Not even as a zombie, which would still take signals.
    #expect(kill(id, 0) == -1 && errno == ESRCH)
  }

  /// Neither descriptors nor environment, nor the process group that Ctrl-C goes to, nor blocked signals.
  @Test func ofThisProcessItHasNothing() throws {
    let secret = open("/dev/null", O_RDONLY)
    #expect(secret > 2)
    defer { close(secret) }
    setenv("XINBAO_SECRET_OF_A_TEST", "1", 1)
    defer { unsetenv("XINBAO_SECRET_OF_A_TEST") }
    let numbers = (0...max(99, secret)).map(String.init).joined(separator: " ")
    let held = try output("for i in \(numbers); do [ -e /proc/$$/fd/$i ] && echo $i; done; true")
    #expect(held == "0\n1\n2\n")
    #expect(try !output("exec env").contains("XINBAO_SECRET_OF_A_TEST"))
    #expect(try output("read id name state parent group rest < /proc/$$/stat; echo $group") != "\(getpgrp())\n")
    #expect(
      try output("while read a b; do case $a in SigBlk:) echo $b;; esac; done < /proc/self/status")
        == "0000000000000000\n")
  }

  @Test func whatIsNotThereIsNotStarted() {
    #expect(throws: ConfinedProgram.NotStarted.self) {
      try ConfinedProgram(path: "/no/such/program", outputLimit: 1, seconds: 1).run(input: [])
    }
  }
}
