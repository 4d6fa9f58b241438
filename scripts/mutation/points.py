"""Where Swift source can be mutated, and into what."""
import dataclasses

from .tokens import tokens

# A comparison is turned round, and its boundary moved.
COMPARISONS = {"==": ["!="], "!=": ["=="], "<": [">=", "<="], "<=": [">", "<"], ">": ["<=", ">="], ">=": ["<", ">"]}
LOGIC = {"&&": "||", "||": "&&"}
ARITHMETIC = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "&": "|", "|": "&", "<<": ">>", ">>": "<<", "+=": "-=", "-=": "+="}
CALLS = {"min": "max", "max": "min", "allSatisfy": "contains", "contains": "allSatisfy"}
OPENING, CLOSING = {"(", "[", "{"}, {")", "]", "}"}
# What only a bug can cause has no test, and needs none.
UNTESTED = {"precondition", "assert", "preconditionFailure", "fatalError"}
# Mutants of one point at most; each point owns so many numbers.
WIDTH = 3
# A condition's mutants, by their place among the point's.
NEGATED, TRUE, FALSE = range(WIDTH)


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change of the source: `text` in the place of [start, end). `offset`: its number, counted from its point's."""
    offset: int
    start: int
    end: int
    text: str


@dataclasses.dataclass
class Point:
    """A place in the source, and what it becomes in the build that holds all mutants: `rewritten` for [start, end),
    with {n} for the first of its numbers and {operator} for an operator of its own."""
    kind: str
    start: int
    end: int
    rewritten: str
    mutants: list
    # The operator that was there.
    operator: str = ""


def points(source):
    """The points of a file, in its order."""
    return sorted(Finder(source).found, key=lambda point: (point.start, point.end))


class Finder:
    def __init__(self, source):
        self.source, self.tokens, self.found = source, tokens(source), []
        self.partner = self.pairs()
        skipped = self.skipped()
        for place, token in enumerate(self.tokens):
            if place not in skipped:
                if token.kind == "operator":
                    self.operator(place, token)
                elif token.kind == "number":
                    self.number(place, token)
                elif token.kind == "word":
                    self.word(place, token)

    # The shape of the source

    def text(self, place):
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def begins_line(self, place):
        before = self.source[:self.tokens[place].start].rpartition("\n")[2]
        return not before.strip()

    def rest_of_line(self, place):
        line_end = (self.source + "\n").index("\n", self.tokens[place].start)
        return [at for at in range(place, len(self.tokens)) if self.tokens[at].start < line_end]

    def pairs(self):
        """Of each bracket its partner."""
        partner, opened = {}, []
        for place, token in enumerate(self.tokens):
            if token.text in OPENING:
                opened.append(place)
            elif token.text in CLOSING:
                partner[place] = opened.pop()
                partner[partner[place]] = place
        return partner

    def level(self, place):
        """The tokens from `place` on that stand in no further bracket, up to the bracket that closes this level."""
        while place < len(self.tokens) and self.text(place) not in CLOSING:
            yield place
            place = self.partner[place] + 1 if self.text(place) in OPENING else place + 1

    def parts(self, place, ends):
        """What commas part, from `place` on up to one of the tokens `ends`: pairs of first token and one after last."""
        start = place
        for at in self.level(place):
            if self.text(at) in ends or self.text(at) == ",":
                yield start, at
                start = at + 1
            if self.text(at) in ends:
                return

    def after(self, place, text):
        return next(at for at in self.level(place) if self.text(at) == text)

    def skipped(self):
        """Tokens of preconditions, of the declarations of an enumeration's cases, and of lines for the compiler; of patterns
        that must fit all there is, since a choice in them fits nothing for sure."""
        skipped, of_switches = set(), set()
        for place, token in enumerate(self.tokens):
            if token.text == "switch":
                level = [*self.level(self.after(place + 1, "{") + 1)]
                of_switches.update(level)
                if not any(self.text(at) == "default" for at in level):
                    for at in level:
                        for start, end in self.parts(at + 1, {":", "where"}) if self.text(at) == "case" else []:
                            skipped.update(range(start, end))
        for place, token in enumerate(self.tokens):
            if token.text in UNTESTED and self.text(place + 1) == "(":
                skipped.update(range(place, self.partner[place + 1] + 1))
            is_case = token.text == "case" and self.text(place - 1) != "," and place not in of_switches
            if self.begins_line(place) and (is_case or token.text.startswith("#") or token.text in ("import", "indirect")):
                skipped.update(self.rest_of_line(place))
        return skipped

    def is_condition(self, where):
        """Whether a `where` follows a pattern, and not a declaration."""
        place = where - 1
        while place >= 0 and self.text(place) not in OPENING:
            if self.text(place) in ("for", "case", "catch"):
                return True
            if self.text(place) in ("extension", "func", "struct", "protocol", "init", "enum", "class"):
                return False
            place = self.partner[place] - 1 if self.text(place) in CLOSING else place - 1
        return False

    def in_constraints(self, place):
        """Whether the token stands after the `where` of a declaration."""
        while place >= 0 and self.text(place) not in ("{", "}", ";"):
            if self.text(place) == "where" and self.text(place + 1) != ":":
                return not self.is_condition(place)
            place -= 1
        return False

    # Operators

    def operator(self, place, token):
        before, after = self.source[token.start - 1], self.source[token.end:token.end + 1]
        if not (before.isspace() and after.isspace()):
            if token.text == "!" and (before.isspace() or before in "([{"):
                self.add("not", token.start, token.end, "{operator}", [""])
            return
        if self.text(place - 1) == "func" or self.in_constraints(place):
            return
        neighbours = {self.text(place - 1), self.text(place + 1)}
        if token.text == "?":
            self.condition(
                self.tokens[place - 1].end, {TRUE: " /* as if true */ ?", FALSE: " /* as if false */ ?"}, shown_end=token.end)
        elif token.text in COMPARISONS:
            kind = "nil" if "nil" in neighbours else "comparison"
            self.add(kind, token.start, token.end, "{operator}", COMPARISONS[token.text])
        elif token.text in LOGIC:
            mutants = [LOGIC[token.text], "/* left alone */", "/* right alone */"]
            self.add("logic", token.start, token.end, "{operator}", mutants)
        # Texts are put together by `+`, too: their wording is not looked at.
        elif token.text in ARITHMETIC and not any('"' in text for text in neighbours):
            self.add("arithmetic", token.start, token.end, "{operator}", [ARITHMETIC[token.text]])

    # Words and constants

    def number(self, place, token):
        if self.text(place - 1) != "." and token.text.isdigit():
            mutants = [str(int(token.text) + 1), str(int(token.text) - 1)]
            self.add("number", token.start, token.end, "mutantNumber({n}, %s)" % token.text, mutants)

    def word(self, place, token):
        if token.text in ("true", "false"):
            other = "false" if token.text == "true" else "true"
            self.add("flag", token.start, token.end, "mutantFlag({n}, %s)" % token.text, [other])
        elif token.text in ("if", "while"):
            # Of a `repeat`, nothing says where its condition ends.
            if not (token.text == "while" and self.text(place - 1) == "}" and not self.begins_line(place)):
                self.conditions(place, {"{"})
        elif token.text == "guard":
            self.conditions(place, {"else"})
        elif token.text == "where" and self.text(place + 1) != ":" and self.is_condition(place):
            self.clause(*next(self.parts(place + 1, {"{", ":"})), is_first=True)
        elif token.text == "switch":
            self.switch(self.after(place + 1, "{"))
        elif token.text in CALLS:
            self.call(place, token)

    # Conditions

    def conditions(self, place, ends):
        for number, (start, end) in enumerate(self.parts(place + 1, ends)):
            self.clause(start, end, is_first=number == 0)

    def clause(self, start, end, is_first):
        """One of the conditions that commas part. Where one of them cannot hold, it does not matter which: the first."""
        begin, finish = self.tokens[start].start, self.tokens[end - 1].end
        if self.text(start) in ("let", "var", "case"):
            if is_first:
                self.add("pattern", finish, finish, ", mutantKeeps({n})", [", false"])
        elif not self.text(start).startswith("#"):
            mutants = {TRUE: "true"}
            if is_first:
                mutants[FALSE] = "false"
            # An operator of the clause itself is turned round where it stands.
            own = {self.text(at) for at in self.level(start) if at < end}
            if not own & {*COMPARISONS, *LOGIC} and self.text(start) != "!":
                mutants[NEGATED] = f"!({self.source[begin:finish]})"
            self.condition(finish, mutants, shown_start=begin)

    def condition(self, place, mutants, shown_start=None, shown_end=None):
        """The choice is put after the condition, so that neither its beginning matters nor a `try` before it."""
        start, end = place if shown_start is None else shown_start, shown_end or place
        mutants = [Mutant(offset, start, end, text) for offset, text in sorted(mutants.items())]
        self.found.append(Point("condition", place, place, " \u2318 {n}", mutants))

    def switch(self, brace):
        """Patterns that never fit, where a default takes what they let go."""
        level = [*self.level(brace + 1)]
        if not any(self.text(at) == "default" for at in level):
            return
        for at in level:
            for start, end in self.parts(at + 1, {":"}) if self.text(at) == "case" else []:
                if not any(self.text(inside) == "where" for inside in range(start, end)):
                    finish = self.tokens[end - 1].end
                    self.add("pattern", finish, finish, " where mutantKeeps({n})", [" where false"])

    # Calls that ask for one or for all

    def call(self, place, token):
        is_member, bracket, argument = self.text(place - 1) == ".", self.text(place + 1), self.text(place + 2)
        name = "mutant" + token.text[0].upper() + token.text[1:]
        end, other = self.tokens[place].end, CALLS[token.text]
        if token.text in ("min", "max"):
            if bracket == "(" and (argument == ")" if is_member else self.text(place - 1) != "func"):
                rewritten = name + ("({n}" if is_member else "({n}, ")
                self.add("call", token.start, end + 1, rewritten, [other + "("])
        elif is_member and bracket == "{":
            self.add("call", token.start, end, name + "({n})", [other])
        elif is_member and bracket == "(" and (argument == "where" or token.text == "allSatisfy"):
            self.add("call", token.start, end + 1, name + "({n}, ", [other + "("])

    def add(self, kind, start, end, rewritten, mutants):
        mutants = [Mutant(offset, start, end, text) for offset, text in enumerate(mutants)]
        self.found.append(Point(kind, start, end, rewritten, mutants, self.source[start:end]))
