"""A library's message names what is wrong; how a command is asked to do something about it, only commands say. So no text
of a library names a flag or a command line: `ErrorCauses.Remedy` has the subject, `RemedyWords` the words."""
import re
import unittest

from support import ROOT

# They are asked by flags.
DOORS = (
    "xinbao", "xinbao-server", "xinbao-issuer", "xinbao-verify", "xinbao-read", "xinbao-parse", "xinbao-workbook", "VerifyCommand", "ServiceSetup",
    "RemedyWords")


def commands():
    """The subcommands of `xinbao`, by their types."""
    listed = re.search(r"subcommands: \[(.*?)\]", (ROOT / "Sources/xinbao/Main.swift").read_text(), re.DOTALL).group(1)
    return sorted(name.removesuffix("Command").lower() for name in re.findall(r"(\w+)\.self", listed))


FLAG = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]*|-[a-z](?![\w-]))")
COMMAND = re.compile(rf"\bxinbao(?:-\w+)? (?:{'|'.join(commands())})\b")


def literals(text):
    """The string literals of a Swift file, each with its line; what is interpolated counts as literals of its own."""
    found = []

    def read_code(place, end):
        """From `place` up to the end of the code: the end of the text, or the bracket that closes an interpolation."""
        depth = 0
        while place < len(text):
            if text.startswith("//", place):
                place = text.find("\n", place) % (len(text) + 1)
            elif text.startswith("/*", place):
                place = text.index("*/", place) + 2
            elif opening := re.compile(r'(#*)("""|")').match(text, place):
                place = read_literal(opening.end(), opening.group(2) + opening.group(1), "\\" + opening.group(1))
            elif text[place] == end and depth == 0:
                return place + 1
            else:
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
        return place

    def read_literal(start, closing, escape):
        place, parts = start, []
        while not text.startswith(closing, place):
            if text.startswith(escape + "(", place):
                parts.append("…")
                place = read_code(place + len(escape) + 1, ")")
            elif text.startswith(escape, place):
                place += len(escape) + 1
            else:
                parts.append(text[place])
                place += 1
        found.append((text.count("\n", 0, start) + 1, "".join(parts)))
        return place + len(closing)

    read_code(0, "")
    return sorted(found)


def faults(text):
    return [
        (line, match.group()) for line, literal in literals(text)
        for match in sorted([*FLAG.finditer(literal), *COMMAND.finditer(literal)], key=lambda match: match.start())]


class MessagesOfLibraries(unittest.TestCase):
    maxDiff = None

    def test_no_text_of_a_library_names_a_flag_or_a_command(self):
        found = [
            f"{path.relative_to(ROOT)}:{line}: {what}"
            for folder in sorted((ROOT / "Sources").iterdir()) if folder.name not in DOORS
            for path in sorted(folder.rglob("*.swift")) for line, what in faults(path.read_text())]
        self.assertEqual(found, [])


class TheJudge(unittest.TestCase):
    """The judge can fail."""

    def test_flags_and_commands_are_found_wherever_a_text_has_them(self):
        text = 'let a = "keep it with --keep-unknown"  // --not-this\nlet b = """\n  choose another with -o\n  """\n'
        self.assertEqual(faults(text), [(1, "--keep-unknown"), (2, "-o")])
        self.assertEqual(faults('throw E("\\(path): see \\(list ?? "`xinbao key list`") (--all)")'), [
            (1, "xinbao key"), (1, "--all")])
        self.assertEqual(faults('let c = #"a "b" \\(x) --to"#'), [(1, "--to")])

    def test_what_is_none_is_none(self):
        self.assertEqual(faults('/* "--a" */ let a = "xinbao verification 1, 2024-05-01, double-quoted, a - b"'), [])

    def test_the_commands_are_those_that_there_are(self):
        self.assertIn("registry", commands())
        self.assertIn("batch", commands())


if __name__ == "__main__":
    unittest.main()
