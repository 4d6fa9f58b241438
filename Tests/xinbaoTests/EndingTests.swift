import ArgumentParser
import DurableFiles
import ErrorCauses
import Foundation
import Installation
import ScratchFolders
import Testing
import VerifyCommand

@testable import xinbao

/// With what status the program ends, and what it says (README.md, “Use”).
@Suite(.scratchFolders) struct EndingTests {
  private struct Fault: ClassifiedError, CustomStringConvertible {
    let cause: ErrorCause
    var remedy: Remedy?
    var description = "a.json: is torn"
  }

  @Test(
    arguments: [
      (ErrorCause.input, 3), (.usage, 2), (.environment, 4), (.transient, 4), (.defect, 4),
    ] as [(ErrorCause, Int32)])
  func theStatusFollowsTheCause(cause: ErrorCause, status: Int32) {
    let ending = Ending(Fault(cause: cause))
    #expect(ending.status.rawValue == status && ending.answer == nil)
    #expect(ending.complaints == ["error: a.json: is torn"])
  }

  @Test func whatNoModuleKnowsIsOfTheEnvironment() {
    #expect(Ending(CocoaError(.fileWriteOutOfSpace)).status == .environment)
  }

  @Test func noIsAnAnswerAndNothingIsAddedToIt() {
    let ending = Ending(AnswerIsNo())
    #expect(ending.status.rawValue == 1 && ending.answer == nil && ending.complaints.isEmpty)
  }

  @Test func aStoppedBatchIsANoThatSaysHowToGoOn() {
    let ending = Ending(WorkStopped("stopped: go on"))
    #expect(ending.status == .no && ending.complaints == ["error: stopped: go on"])
  }

  @Test func wrongUseIsToldWithTheUsage() throws {
    let ending = Ending(try #require(throws: (any Error).self) { try Xinbao.parseAsRoot(["bundle", "--days", "0"]) })
    #expect(ending.status.rawValue == 2)
    #expect(ending.complaints.first?.hasPrefix("Error: --days takes 1 to 366, not 0\nUsage: xinbao bundle") == true)
  }

  @Test(arguments: [["--version"], ["issue", "--help"], ["key", "--help"]])
  func whatWasAskedForIsNoError(words: [String]) throws {
    let error = #expect(throws: (any Error).self) {
      var command = try Xinbao.parseAsRoot(words)
      try command.run()
    }
    let ending = Ending(try #require(error))
    #expect(ending.status == .done && ending.answer?.isEmpty == false && ending.complaints.isEmpty)
  }

  @Test func aMessageIsOneLineAndNamesTheRemedy() {
    let fault = Fault(cause: .input, remedy: .keepUnknown, description: "a.json: /x\n is unknown")
    #expect(
      Ending(fault).complaints == ["error: a.json: /x  is unknown; unknown ones can be kept with --keep-unknown"])
  }

  @Test func aMissingInputIsBadInputAndATakenNameWrongUse() {
    #expect(Ending(GivenError("x")).status == .badInput && Ending(InputError("x")).status == .badInput)
    #expect(Ending(FileError.exists(path: "a.pdf")).status == .wrongUse)
    let missing = #expect(throws: InputError.self) { try readBytes("/no/such/file") }
    #expect(missing?.description == "/no/such/file: there is no such file; check the path")
  }

  @Test func aHomeThatIsNotThereIsToldWithTheOptionThatNamesIt() throws {
    let home = try scratchFolder() + "/home"
    let installation = try parsed("key list --home \(home)", as: ListKeys.self).installation
    let ending = Ending(try #require(throws: InstallationError.self) { try installation.openHome() })
    #expect(ending.status == .environment && ending.complaints.count == 1)
    #expect(ending.complaints[0].hasPrefix("error: \(home)") && ending.complaints[0].contains("--home or XINBAO_HOME"))
    #expect(try installation.makeHome().path == home && installation.openHome().path == home)
  }

  @Test func resourcesThatAreNotThereAreToldWithTheOptionThatNamesThem() throws {
    let folder = try scratchFolder()
    let installation = try parsed("check a.json --resources \(folder)", as: Check.self).installation
    let ending = Ending(try #require(throws: InstallationError.self) { try installation.findResources() })
    #expect(ending.status == .environment && ending.complaints.first?.contains("--resources") == true)
  }

  @Test func noIdentityNumberIsShownAndTheRestStays() {
    let json =
      #"{"a": "11010519491231002X", "b": "示例 11010519491231002X\n。", "c": 110105, "d": "\\\"91440300192181490G"}"#
    let shown = Console.withoutIdentityNumbers(json: json)
    #expect(!shown.contains("11010519491231002X") && shown.contains("\"c\": 110105"))
    #expect(shown.contains(#"\\\"91440300192181490G""#) && shown.count == json.count)
  }
}
