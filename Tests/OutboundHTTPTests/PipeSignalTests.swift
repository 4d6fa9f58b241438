import Foundation
import Testing

@testable import OutboundHTTP

@Suite struct PipeSignalTests {
  @Test func aClosedPipeIsAnErrorAndEndsNoProgram() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let (written, error) = withoutPipeSignal { (write(ends[1], "x", 1), errno) }
    #expect(written == -1 && error == EPIPE)
  }
}
