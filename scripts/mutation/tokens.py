"""Swift source as tokens: enough to find operators and conditions, no more."""
import dataclasses
import re

OPERATOR = r"[/=\-+!*%<>&|^~?\u2190-\u23ff]+|\.\.[.<]"
PATTERN = re.compile(
    rf"""(?P<blank>\s+|//[^\n]*)
    |(?P<comment>/\*)
    |(?P<regex>\#+/)
    |(?P<string>\#*"(?:"")?)
    |(?P<word>[@\#$]?(?:`\w+`|[^\W\d]\w*)|\$\d+)
    |(?P<number>0[xob][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)
    |(?P<operator>{OPERATOR})
    |(?P<mark>[()\[\]{{}},:;.\\@\#])""", re.VERBOSE)


@dataclasses.dataclass(frozen=True)
class Token:
    """A token and where it stands; `text` is that of the source."""
    kind: str  # word, number, operator, mark, string
    text: str
    start: int
    end: int


def tokens(source):
    """All tokens but white space and comments. A string is one token, whatever is interpolated into it."""
    found, place = [], 0
    while place < len(source):
        match = PATTERN.match(source, place)
        if not match:
            raise ValueError(f"no token at {place}: {source[place:place + 20]!r}")
        kind, end = match.lastgroup, match.end()
        if kind == "comment":
            end = comment_end(source, end)
        elif kind == "regex":
            end = source.index("/" + "#" * (len(match.group()) - 1), end) + len(match.group())
            kind = "string"
        elif kind == "string":
            end = string_end(source, match.group(), end)
        if kind not in ("blank", "comment"):
            found.append(Token(kind, source[place:end], place, end))
        place = end
    return found


def comment_end(source, place):
    """Swift's block comments nest."""
    depth = 1
    while depth:
        match = re.compile(r"/\*|\*/").search(source, place)
        depth += 1 if match.group() == "/*" else -1
        place = match.end()
    return place


def string_end(source, opening, place):
    hashes = opening.count("#")
    closing, escape = opening[hashes:] + "#" * hashes, "\\" + "#" * hashes
    while not source.startswith(closing, place):
        if source.startswith(escape + "(", place):
            place = interpolation_end(source, place + len(escape) + 1)
        elif source.startswith(escape, place):
            place += len(escape) + 1
        else:
            place += 1
    return place + len(closing)


def interpolation_end(source, place):
    """After the bracket that closes it: strings inside may hold brackets of their own."""
    depth = 1
    while depth:
        if source[place] == '"':
            opening = '"""' if source.startswith('"""', place) else '"'
            place = string_end(source, opening, place + len(opening))
            continue
        depth += {"(": 1, ")": -1}.get(source[place], 0)
        place += 1
    return place
