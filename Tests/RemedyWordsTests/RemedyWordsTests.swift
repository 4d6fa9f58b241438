import ErrorCauses
import Testing

@testable import RemedyWords

@Suite struct RemedyWordsTests {
  private struct Trouble: ClassifiedError, CustomStringConvertible {
    var cause: ErrorCause { .input }
    var remedy: Remedy?
    var description: String { "a.csv: has a strange column" }
  }
  private struct Plain: Error, CustomStringConvertible {
    var description: String { "the disk is full" }
  }

  @Test func whatToDoFollowsWhatIsWrong() {
    #expect(
      Trouble(remedy: .resumeBatch(folder: "out")).sentence
        == "a.csv: has a strange column; then run: xinbao batch --resume -o out")
    #expect(Trouble(remedy: nil).sentence == "a.csv: has a strange column")
    #expect(Plain().sentence == "the disk is full", "of an error that knows no remedy, its own words are all")
  }

  @Test func whatIsAtFaultIsCalledByItsOption() {
    struct Unknown: ClassifiedError, CustomStringConvertible {
      var cause: ErrorCause { .input }
      var remedy: Remedy? { .domains }
      var description: String { "domains: there is no domain 税" }
    }
    #expect(Unknown().sentence == "--domains: there is no domain 税")
  }

  @Test func whatWasInterruptedIsResumedByItsNumber() {
    #expect(Remedy.resumeAction(id: 7).words.contains("xinbao confirm 7 --resume"))
  }

  @Test func aKeyIsMadeForItsUse() {
    #expect(Remedy.makeKey(use: "log").words.contains("xinbao key create --use log"))
    #expect(!Remedy.makeKey(use: nil).words.contains("--use"))
  }

  @Test func theExitStatusSaysWhoMustAct() {
    let causes: [ErrorCause] = [.usage, .input, .environment, .transient, .defect]
    #expect(causes.map(\.exitStatus) == [2, 3, 4, 4, 4])
  }
}
