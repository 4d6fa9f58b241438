"""What is wrong with rows, and what is right to say about them: to whom they belong for sure, or may belong."""
import dataclasses

from codes import mistyped
from naming import core, misspelt, respelt
from rows import FIELDS
from world import BLOCK

# Defect and how often in relation to the others.
KINDS = {"no-code": 12, "mistyped": 10, "mistyped-passing": 2, "respelt": 14, "misspelt": 10, "foreign-code": 3, "two-names": 2, "no-date": 6,
         "impossible-date": 6, "no-authority": 1, "short-authority": 1, "yuan": 10, "former-name": 6, "doubled-row": 8}
# Names without a code that are nobody's, letter by letter, and somebody's for whoever reads them.
HARD = {"misspelt-no-code": 6, "short-name": 4, "masked-name": 2}
UNREGISTERED = ["圳浦坭修缮队", "坭塱圳弹唱班", "浦垌塱加工坊"]  # characters that no registered name has


@dataclasses.dataclass
class Spoilt:
    rows: list
    defect: str
    # The subject is certain; otherwise those whom the row may be about.
    is_certain: bool = True
    may_be: tuple = ()
    has_day: bool = True
    has_authority: bool = True


def spoil(random, world, category, row, subject, may_be_unsure, is_hard=False):
    """One defect. `may_be_unsure`: of a subject of whose namesakes nobody can say whether the source is asked about them,
    the row stays certain."""
    name, code, day, authority, _ = FIELDS[category]
    weights = KINDS | (HARD if is_hard and subject.prefix == "91" else {})
    kinds = list(weights)
    if not day:
        kinds = [k for k in kinds if "date" not in k]
    if not authority or category == "abnormalOperation":
        kinds = [k for k in kinds if "authority" not in k]
    if category != "penalty":
        kinds.remove("yuan")
    if len(subject.names) < 2:
        kinds.remove("former-name")
    if not may_be_unsure:
        kinds = [k for k in kinds if k not in ("no-code", "mistyped", "mistyped-passing", "foreign-code", "two-names", *HARD)]
    defect = random.choices(kinds, [weights[k] for k in kinds])[0]
    same_name = tuple(world.namesakes(subject.index))
    held = lambda changed, may_be=same_name: Spoilt([row | changed], defect, False, may_be)
    match defect:
        case "no-code":
            changed = {code: random.choice(["", "", "无", "000000000000000000"])}
            if random.random() < 0.3:
                changed[name] = respelt(row[name], random)
            if len(subject.names) > 1 and random.random() < 0.3:
                changed[name] = subject.names[-1]
            return held(changed)
        case "mistyped": return held({code: mistyped(subject.code, random)})
        case "mistyped-passing": return held({code: mistyped(subject.code, random, passing=True)})
        case "foreign-code":
            other = other_of_city(random, world, subject)
            if other is None:
                return held({code: ""})
            return held({code: world.subject(other).code}, same_name + (other,))
        case "two-names": return held({name: random.choice(UNREGISTERED)}, (subject.index,))
        case "misspelt-no-code": return held({name: misspelt(row[name], random), code: ""})
        case "short-name": return held({name: core(row[name]), code: ""})
        case "masked-name": return held({name: row[name].replace(core(row[name])[:2], "**"), code: ""})
        case "respelt": return Spoilt([row | {name: respelt(row[name], random)}], defect)
        case "misspelt": return Spoilt([row | {name: misspelt(row[name], random)}], defect)
        case "former-name": return Spoilt([row | {name: subject.names[-1]}], defect)
        case "no-date": return Spoilt([row | {day: ""}], defect, has_day=False)
        case "impossible-date": return Spoilt([row | {day: random.choice(["2025-02-30", "2025/13/01", "不详", "1900-01-00"])}], defect, has_day=False)
        case "no-authority": return Spoilt([row | {authority: ""}], defect, has_authority=False)
        case "short-authority": return Spoilt([row | {authority: random.choice(["本机关", "我局"])}], defect, has_authority=False)
        case "yuan": return Spoilt([row | {"fine": f"{float(row['fine']) * 10_000:g}"}], defect)
    return Spoilt([row, dict(row)], defect)


def other_of_city(random, world, subject):
    """A subject of the same city with another name, whose code a row gets by mistake."""
    blocks = world.count // BLOCK
    for _ in range(20):
        other = random.randrange(max(1, blocks)) * BLOCK + subject.index % BLOCK
        if other < world.old and other not in world.namesakes(subject.index) and other % 97 != 11 and subject.index % 97 != 11:
            return other
    return None


def nameless(random, category, row):
    name, code, *_ = FIELDS[category]
    return row | {name: random.choice(["", "无", "—"]), code: random.choice(["", "无", "000000000000000000"])}
