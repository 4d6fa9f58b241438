"""All mutants of some files in one source: each point becomes a choice by the number that an environment variable gives."""
import dataclasses

from .points import WIDTH, points

VARIABLE, TRACE = "XINBAO_MUTANT", "XINBAO_MUTANT_TRACE"


@dataclasses.dataclass
class SourceFile:
    path: str
    source: str
    # Pairs of a point and its first number.
    numbered: list

    def line(self, place):
        return self.source.count("\n", 0, place) + 1

    def rewritten(self, dropped=frozenset()):
        """The file with a choice at each point, but for those that were dropped. Lines stay where they are."""
        text = self.source
        for point, number in reversed(self.numbered):
            if number not in dropped:
                new = point.rewritten.format(n=number, operator=operator_name(number))
                text = text[:point.start] + new + text[point.end:]
        return text

    def columns(self, dropped):
        """Line, column in the rewritten file (from 1) and number of each point that is still there."""
        found, line, shift = [], 0, 0
        for point, number in self.numbered:
            if number in dropped:
                continue
            if self.line(point.start) != line:
                line, shift = self.line(point.start), 0
            start = point.start - (self.source.rfind("\n", 0, point.start) + 1)
            # Swift counts columns in bytes.
            column = len(self.source[point.start - start:point.start].encode()) + shift + 1
            new = point.rewritten.format(n=number, operator=operator_name(number))
            shift += len(new.encode()) - len(self.source[point.start:point.end].encode())
            found.append((line, column, number))
        return found

    def describe(self, mutant):
        """The line, and the line as the mutant has it."""
        start = self.source.rfind("\n", 0, mutant.start) + 1
        end = (self.source + "\n").index("\n", mutant.end)
        changed = self.source[start:mutant.start] + mutant.text + self.source[mutant.end:end]
        return " ".join(self.source[start:end].split()), " ".join(changed.split())


def number_files(sources, first=1):
    """Numbers the points of files, given as pairs of path and source. Gives the files and the next free number."""
    files = []
    for path, source in sources:
        numbered = []
        for point in points(source):
            numbered.append((point, first))
            first += WIDTH
        files.append(SourceFile(path, source, numbered))
    return files, first


def operator_name(number):
    """Two mathematical operators, which Swift takes as one: a name for each point."""
    return chr(0x2200 + number // 256) + chr(0x2200 + number % 256)


PRECEDENCE = {
    "==": "Comparison", "!=": "Comparison", "<": "Comparison", "<=": "Comparison", ">": "Comparison", ">=": "Comparison",
    "&&": "LogicalConjunction", "||": "LogicalDisjunction", "+": "Addition", "-": "Addition", "|": "Addition",
    "*": "Multiplication", "/": "Multiplication", "%": "Multiplication", "&": "Multiplication",
    "<<": "BitwiseShift", ">>": "BitwiseShift", "+=": "Assignment", "-=": "Assignment"}

SUPPORT = """
import Glibc

private let chosenMutant: Int = getenv("%(variable)s").flatMap { Int(String(cString: $0)) } ?? 0

/// A byte for each number: whether a run came to its point. Mapped from a file, so that it outlives a crash.
nonisolated(unsafe) private let mutantTrace: UnsafeMutablePointer<UInt8>? = {
  guard let path = getenv("%(trace)s") else { return nil }
  let file = open(path, O_RDWR)
  let bytes = mmap(nil, %(count)d, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
  return bytes == MAP_FAILED ? nil : bytes?.assumingMemoryBound(to: UInt8.self)
}()

/// 0 to 2 for the chosen mutant of a point, -1 for none of them.
@inline(never) func mutantOf(_ number: Int) -> Int {
  if let mutantTrace { mutantTrace[number] = 1 }
  return (0..<%(width)d).contains(chosenMutant - number) ? chosenMutant - number : -1
}

func mutantFlag(_ number: Int, _ value: Bool) -> Bool { mutantOf(number) == 0 ? !value : value }
func mutantKeeps(_ number: Int) -> Bool { mutantOf(number) != 0 }
func mutantNumber<T: FixedWidthInteger>(_ number: Int, _ value: T) -> T {
  switch mutantOf(number) {
  case 0: value &+ 1
  case 1: value &- 1
  default: value
  }
}
func mutantNumber(_ number: Int, _ value: Double) -> Double {
  switch mutantOf(number) {
  case 0: value + 1
  case 1: value - 1
  default: value
  }
}
func mutantMin<T: Comparable>(_ number: Int, _ one: T, _ other: T) -> T {
  mutantOf(number) == 0 ? max(one, other) : min(one, other)
}
func mutantMax<T: Comparable>(_ number: Int, _ one: T, _ other: T) -> T {
  mutantOf(number) == 0 ? min(one, other) : max(one, other)
}

extension Sequence where Element: Comparable {
  func mutantMin(_ number: Int) -> Element? { mutantOf(number) == 0 ? self.max() : self.min() }
  func mutantMax(_ number: Int) -> Element? { mutantOf(number) == 0 ? self.min() : self.max() }
}
extension Sequence {
  func mutantContains(_ number: Int, where test: (Element) throws -> Bool) rethrows -> Bool {
    try mutantOf(number) == 0 ? allSatisfy(test) : contains(where: test)
  }
  func mutantAllSatisfy(_ number: Int, _ test: (Element) throws -> Bool) rethrows -> Bool {
    try mutantOf(number) == 0 ? contains(where: test) : allSatisfy(test)
  }
}

/// Binds less than any operator that a condition is made of, so that it can be put after the whole of it.
precedencegroup MutantPrecedence {
  higherThan: TernaryPrecedence
  lowerThan: LogicalDisjunctionPrecedence
}
infix operator \u2318: MutantPrecedence
func \u2318 (_ value: Bool, _ number: Int) -> Bool {
  switch mutantOf(number) {
  case 0: !value
  case 1: true
  case 2: false
  default: value
  }
}
"""

NOT = """
prefix operator {name}
prefix func {name} (value: Bool) -> Bool {{ mutantOf({n}) == 0 ? value : !value }}
"""
LOGIC = """
infix operator {name}: {group}Precedence
func {name} (left: Bool, right: @autoclosure () throws -> Bool) rethrows -> Bool {{
  switch mutantOf({n}) {{
  case 0: try left {other} right()
  case 1: left
  case 2: try right()
  default: try left {old} right()
  }}
}}
"""
COMPARISON = """
infix operator {name}: {group}Precedence
func {name} <T: {protocol}>(left: T, right: T) -> Bool {{
  switch mutantOf({n}) {{
  case 0: left {other} right
  case 1: left {last} right
  default: left {old} right
  }}
}}
"""
NIL = """
infix operator {name}: {group}Precedence
func {name} <T>(left: T?, right: _OptionalNilComparisonType) -> Bool {{
  mutantOf({n}) == 0 ? left {other} right : left {old} right
}}
"""
ARITHMETIC = """
infix operator {name}: {group}Precedence
func {name} <T: {protocol}>(left: T, right: T) -> T {{ mutantOf({n}) == 0 ? left {other} right : left {old} right }}
"""
JOINING = """
func {name} <C: RangeReplaceableCollection, S: Sequence>(left: C, right: S) -> C where C.Element == S.Element {{
  mutantOf({n}) == 0 ? left : left + right
}}
"""
SHIFT = """
infix operator {name}: {group}Precedence
func {name} <T: BinaryInteger, R: BinaryInteger>(left: T, right: R) -> T {{
  mutantOf({n}) == 0 ? left {other} right : left {old} right
}}
"""
ASSIGNMENT = """
infix operator {name}: {group}Precedence
func {name} <T: Numeric>(left: inout T, right: T) {{ if mutantOf({n}) == 0 {{ left {other} right }} else {{ left {old} right }} }}
"""


def support(files, count):
    """What a module's rewritten files call: the Swift text of a file to put beside them.

    `count`: one more than the largest number of all modules.
    """
    text = SUPPORT % {"variable": VARIABLE, "trace": TRACE, "count": count, "width": WIDTH}
    for file in files:
        for point, number in file.numbered:
            if "{operator}" in point.rewritten:
                text += declaration(point, number)
    return text


def declaration(point, number):
    old, mutants = point.operator, [mutant.text for mutant in point.mutants]
    protocol = "Equatable" if old in ("==", "!=") else "Comparable"
    template = {"not": NOT, "logic": LOGIC, "comparison": COMPARISON, "nil": NIL, "arithmetic": ARITHMETIC}[point.kind]
    if point.kind == "arithmetic":
        protocol = "Numeric" if old in "+-" else "BinaryInteger"
        template = {"+": ARITHMETIC + JOINING, "<<": SHIFT, ">>": SHIFT, "+=": ASSIGNMENT, "-=": ASSIGNMENT}.get(
            old, ARITHMETIC)
    return template.format(
        name=operator_name(number), n=number, old=old, other=mutants[0], last=mutants[-1],
        protocol=protocol, group=PRECEDENCE.get(old, ""))

