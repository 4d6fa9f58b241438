"""scripts/mutate rewrites a source so that every mutant is in it, and nothing else of it changes."""
import contextlib
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from mutation import building, equivalent, running, schemata  # noqa: E402
from mutation.points import points  # noqa: E402
from mutation.tokens import tokens  # noqa: E402

TOY = r'''// A comment with == and true.
enum Level: Int {
  case low = 0, high = 1
}

struct Day: Comparable {
  var number: Int
  static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Array where Element == Day {
  func label(last: Day?, isStrict: Bool = false) -> String {
    precondition(count < 1000, "never \(count > 3)")
    guard let last, !isEmpty else { return "none" }
    if allSatisfy({ $0 <= last }), count > 1 || isStrict { return #"in "true""# }
    let limit = Swift.min(last.number + 2, 18)
    for day in self where day.number == 7 { return "seven \(day == last ? 1 : 2)" }
    return contains { $0.number > limit } ? self.max()?.number == 30 ? "latest" : "late" : "out"
  }
}

func known(_ day: Day?) -> Bool { day != nil }

func allowed(_ from: Level, _ to: Level) -> Bool {
  switch (from, to) {
  case (.low, .high), (.low, .low): true
  case (.high, let next) where next != .low: true
  default: false
  }
}
'''
MAIN = '''
let days = [3, 5, 30].map { Day(number: $0) }
let answers = [
  days.label(last: Day(number: 30)), [Day]().label(last: nil), [Day]().label(last: days[0]), days.label(last: nil),
  days.label(last: days[0]), days.label(last: Day(number: 16)), [days[2]].label(last: days[2]),
  [days[2]].label(last: days[2], isStrict: true), [Day(number: 7)].label(last: days[0]),
  [days[1]].label(last: days[0]), [Day(number: 6)].label(last: days[0]), [Day(number: 20)].label(last: Day(number: 17)),
  [Day(number: 19)].label(last: Day(number: 18)), [Day(number: 19)].label(last: Day(number: 17)),
  Array(days[...1]).label(last: days[1]), [Day(number: 18)].label(last: Day(number: 17)), "\\(known(nil))",
] + [Level.low, .high].flatMap { from in [Level.low, .high].map { "\\(allowed(from, $0))" } }
print(answers.joined(separator: ","), days[0] < days[0], days[0] < days[1])
'''


def changes(source):
    """The mutants of a source, as the lines that they make."""
    files, _ = schemata.number_files([("toy.swift", source)])
    return [files[0].describe(mutant)[1] for point, _ in files[0].numbered for mutant in point.mutants]


class Rewriting(unittest.TestCase):
    def test_what_is_no_code_is_left_alone(self):
        for text in ['/* a /* == */ true */', '// if true', '"a == \\(b ? "true)" : "\\")")"', '#"\\("#', '"""\n if " true\n"""',
                     'let a = text.prefixMatch(of: #/v" == "/#)', 'import Glibc', 'case .low = 0', '#if DEBUG']:
            with self.subTest(text):
                self.assertEqual(changes("  " + text + "\n"), [])

    def test_tokens_are_all_of_the_source_but_blanks_and_comments(self):
        left = re.sub(r"\s|//.*", "", TOY)
        self.assertEqual(re.sub(r"\s", "", "".join(token.text for token in tokens(TOY))), left)

    def test_operators_get_their_opposites_and_boundaries(self):
        self.assertEqual(changes("let a = b < c\n"), ["let a = b >= c", "let a = b <= c"])
        self.assertEqual(changes("let a = b == nil\n"), ["let a = b != nil"])
        self.assertEqual(changes("let a: [Set<Int>] = f<T>(&b, -c, d...e)\n"), [], "brackets, addresses and signs are none")
        self.assertEqual(changes('let a = "b" + c\n'), [], "wording is not looked at")
        self.assertEqual(changes("extension Array where Element == Day { }\n"), [])
        self.assertEqual(changes("let a = !b\n"), ["let a = b"])

    def test_conditions_fail_hold_and_turn_round(self):
        self.assertEqual(
            changes("guard let a, b.c else { return }\n"),
            ["guard let a, false, b.c else { return }", "guard let a, !(b.c) else { return }",
             "guard let a, true else { return }"])
        self.assertEqual(
            changes("for a in b where a.c { }\n"),
            ["for a in b where !(a.c) { }", "for a in b where true { }", "for a in b where false { }"])
        self.assertEqual(
            changes("repeat { a() } while b\nlet c = d ? e : f\n"),
            ["let c = d /* as if true */ ? e : f", "let c = d /* as if false */ ? e : f"])

    def test_patterns_that_must_fit_all_there_is_have_none(self):
        whole = "switch a {\ncase .b(c: true): 0\ncase .b(c: false), .d where e: 1\n}\n"
        self.assertEqual(changes(whole)[:2], ["case .b(c: true): 1", "case .b(c: true): -1"])
        self.assertFalse([line for line in changes(whole) if line.startswith(("case .b(c: false): 0", "case .b(c: true), "))])
        self.assertIn("case .b(c: false): 0", changes(whole.replace("}", "default: 2\n}")))

    def test_preconditions_and_declared_cases_have_none(self):
        lines = {TOY.count("\n", 0, point.start) + 1 for point in points(TOY)}
        self.assertFalse(lines & {3, 11, 13})
        self.assertTrue({8, 14, 15, 16, 17, 18, 22, 26, 27, 28} <= lines)

    def test_lines_stay_where_they_are_and_columns_are_known(self):
        files, _ = schemata.number_files([("toy.swift", TOY.replace("late", "晚"))])
        rewritten = files[0].rewritten()
        self.assertEqual(rewritten.count("\n"), TOY.count("\n"))
        lines = rewritten.split("\n")
        places = {number: (line, column) for line, column, number in files[0].columns(set())}
        for point, number in files[0].numbered:
            line, column = places[number]
            new = point.rewritten.format(n=number, operator=schemata.operator_name(number))
            self.assertTrue(lines[line - 1].encode()[column - 1:].decode().startswith(new), new)
        dropped = {number for _, number in files[0].numbered}
        self.assertEqual(files[0].rewritten(dropped), files[0].source)

    def test_every_mutant_of_a_toy_changes_its_answers(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            files, count = schemata.number_files([("toy.swift", TOY)])
            (folder / "toy.swift").write_text(files[0].rewritten())
            (folder / "support.swift").write_text(schemata.support(files, count))
            (folder / "main.swift").write_text(MAIN)
            program = folder / "toy"
            subprocess.run(["swiftc", "-swift-version", "6", *folder.glob("*.swift"), "-o", program], check=True)

            def answers(number=None, **environment):
                if number:
                    environment[schemata.VARIABLE] = str(number)
                result = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=60)
                return result.stdout if result.returncode == 0 else "crash"

            trace = folder / "trace"
            trace.write_bytes(bytes(count))
            expected = answers(**{schemata.TRACE: str(trace)})
            self.assertEqual(
                expected.strip(),
                'in "true",none,none,none,latest,latest,latest,in "true",seven 2,out,late,late,late,late,in "true",out,false,'
                "true,true,false,true false true")
            reached = trace.read_bytes()
            same = []
            for point, number in files[0].numbered:
                self.assertTrue(reached[number], TOY[point.start - 20:point.end])
                same += [files[0].describe(mutant)[1] for mutant in point.mutants
                         if answers(number + mutant.offset) == expected]
            self.assertEqual(same, [])


class Running(unittest.TestCase):
    def test_what_the_compiler_refuses_is_dropped_by_its_place(self):
        files, count = schemata.number_files([("Sources/A/toy.swift", TOY)])
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            build = building.Build(folder, {"judgement": files}, count)
            line, column, number = files[0].columns(set())[5]
            build.drop("Sources/A/toy.swift", line, column, "of a point")
            self.assertEqual(build.dropped, {number})
            build.drop("Sources/A/toy.swift", line, 1, "of a line")
            self.assertTrue(all(other in build.dropped for at, _, other in files[0].columns(set()) if at == line))
            build.remember()
            again = building.Build(folder, {"judgement": files}, count)
            again.recall()
            self.assertEqual(again.dropped, build.dropped)

    def test_how_a_run_ended(self):
        self.assertEqual(running.state_of(0, False, False), "survived")
        self.assertEqual(running.state_of(-9, True, False), "killed")
        self.assertEqual(running.state_of(1, False, False), "killed")
        self.assertEqual(running.state_of(-5, False, False), "crashed")
        self.assertEqual(running.state_of(-24, False, False), "timed out")
        for line in ('✘ Test "a" recorded an issue at A.swift:3:5: Expectation failed', "\x1b[91m✘\x1b[0m Test a() failed after"):
            self.assertTrue(running.FAILURE.match(line))
        self.assertIsNone(running.FAILURE.match("\x1b[92m✔\x1b[0m Test a() passed after 0.1 seconds, and none failed"))

    def test_equivalent_mutants_have_reasons(self):
        self.assertTrue(all(reason.endswith(".") for reason in equivalent.load().values()))


if __name__ == "__main__":
    unittest.main()
