"""The oracle for histories: what a store must say after a list of deliveries. A plain model, slow and short.

The rules are told in README.md beside this file. Where they leave a choice, the history carries a tag (histories.py), and
the model chooses what calls nothing clean.
"""
import dataclasses
import datetime

from codes import is_credit_code
from naming import folded, have_something_in_common

LISTS = {"经营（活动）异常名录（状态）", "其他严重失信主体名单"}
DOUBTED_LOSS = 0.05  # of what was in force


def day(text):
    """None: no day, or none that can be believed."""
    try:
        found = datetime.date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found >= datetime.date(1971, 1, 1) else None


def worst(answers):
    answers = set(answers)
    return "records" if "records" in answers else "doubtful" if "doubtful" in answers else "clean"


def days(start, through):
    return [start + datetime.timedelta(n) for n in range((through - start).days + 1)]


def ranges(found):
    pairs = []  # of first and last day
    for one in sorted(found):
        if pairs and one - pairs[-1][1] == datetime.timedelta(1):
            pairs[-1][1] = one
        else:
            pairs.append([one, one])
    return [[str(first), str(last)] for first, last in pairs]


@dataclasses.dataclass
class Group:
    """The rows of one decision about one subject, or of one place on a list."""
    category: str
    authority: str
    number: str
    subject: str
    source: str = ""
    rows: list = dataclasses.field(default_factory=list)
    ended: bool = False
    withdrawn: bool = False
    repaired: str = None


@dataclasses.dataclass
class Held:
    source: str
    category: str
    row: dict
    delivery: int
    index: int
    reason: str
    is_withdrawn_for: set = dataclasses.field(default_factory=set)


class Store:
    def __init__(self):
        self.names = {}  # of subjects, as the registrar delivers them: code → names, the latest first
        self.strangers = {}  # of codes that the registrar does not know: names in rows
        self.groups, self.held, self.files = {}, [], set()
        self.covered, self.opened = {}, {}  # (source, category) → days
        self.outcomes = []
        self.contested = set()  # tags: histories.py

    # MARK: who it is

    def named(self, name):
        """Registered subjects of this name, past or present."""
        name = folded(name or "")
        return {code for code, names in self.names.items() if name and name in map(folded, names)}

    def subject(self, row):
        """The code of the subject that is certain, or None."""
        name, code = row.get("name") or "", row.get("code") or ""
        if row.get("identity") and row.get("kind") == "自然人":
            return row["identity"]
        if not name or not code or len(set(code)) <= 2:
            return None
        namesakes = self.named(name)
        if code in self.names:
            agrees = code in namesakes or (
                not namesakes and any(have_something_in_common(name, known) for known in self.names[code]))
            return code if agrees else None
        if not is_credit_code(code) or namesakes:
            return None
        known = self.strangers.get(code, [])
        if known and not any(folded(name) == folded(k) or have_something_in_common(name, k) for k in known):
            return None
        self.contested.add("stranger")
        self.strangers.setdefault(code, []).append(name)
        return code

    def may_be(self, row, subject):
        """Whether a held row may be about a subject: by a name it has or had, or by one of its codes."""
        names = self.names.get(subject) or self.strangers.get(subject, [])
        name = folded(row.get("name") or "")
        return bool(name and name in map(folded, names) or row.get("code") == subject
                    or row.get("organisationCode") == subject[8:17])

    @staticmethod
    def names_nobody(row):
        code = row.get("code") or ""
        return not row.get("name") and len(set(code)) <= 2 and not row.get("organisationCode") and not row.get("identity")

    # MARK: what is delivered

    def take(self, index, delivery):
        rows = delivery["rows"]
        if delivery["file"] is not None and delivery["file"] in self.files:
            self.outcomes.append([["same-file"] for _ in rows])
            return
        if delivery["file"] is not None:
            self.files.add(delivery["file"])
        if delivery["broken"]:
            self.outcomes.append([["unread"] for _ in rows])
            self.open(delivery, delivery["categories"], self.days_of(delivery))
            return
        outcomes = [["no-data"] if "noData" in row else None for row in rows]
        data = [i for i, row in enumerate(rows) if "noData" not in row]
        if delivery["kind"] == "registration":
            for i in data:
                outcomes[i] = self.register(rows[i])
        elif delivery["kind"] in ("withdrawal", "repair"):
            for i in data:
                outcomes[i] = self.change(index, i, delivery, rows[i])
        else:
            self.record(index, delivery, rows, data, outcomes)
        self.outcomes.append(outcomes)

    def register(self, row):
        names = [row["name"], *row["formerNames"]]
        known = self.names.get(row["code"])
        if any(folded(names[0]) == folded(held.row.get("name") or "") for held in self.held):
            self.contested.add("change-after-row")
        self.names[row["code"]] = names + [name for name in known or [] if name not in names]
        return ["new"] if known is None else ["same"] if known == names else ["replaces"]

    def record(self, index, delivery, rows, data, outcomes):
        source = delivery["source"]
        in_force = [key for key, group in self.groups.items()
                    if group.source == source and group.category in delivery["categories"] and not group.ended and not group.withdrawn
                    and self.may_be_asked(group, delivery["allSince"])]
        came = {}
        for i in data:
            row = rows[i]
            subject = self.subject(row)
            if subject is None:
                again = any(h.row == row and h.source == source for h in self.held)
                outcomes[i] = ["held", "same"] if again else ["held"]
                self.held.append(Held(source, row["category"], row, index, i, "subject"))
                continue
            key = (row["category"], row["authority"], row["number"], subject) if row["number"] else (
                row["category"], None, repr(sorted(row.items(), key=str)), subject)
            came.setdefault(key, []).append(i)
        for key, places in came.items():
            if any((h.row["category"], h.row["authority"], h.row["number"]) == key[:3] and self.may_be(h.row, key[3]) for h in self.held):
                self.contested.add("mended")
            group = self.groups.get(key)
            new = sorted((rows[i] for i in places), key=repr)
            if group is None:
                outcome = ["new"]
            elif group.withdrawn:
                self.contested.add("redelivered-withdrawn")
                outcome = ["new", "replaces", "same"]
            elif group.rows == new:
                outcome = ["same", "replaces"] if group.ended or group.repaired else ["same"]
            else:
                # Of rows that stay while others of their group change, both can be said.
                outcome = ["replaces"]
            for i in places:
                stays = group is not None and group.rows != new and rows[i] in group.rows
                fresh = group is not None and len(new) > len(group.rows)
                outcomes[i] = outcome + ["same"] * (stays and "same" not in outcome) + ["new"] * (fresh and outcome == ["replaces"])
            self.groups[key] = Group(key[0], rows[places[0]]["authority"], rows[places[0]]["number"], key[3], source, new,
                                     repaired=group.repaired if group and not group.withdrawn else None)
        self.cover(delivery, rows, data, [key for key in in_force if key not in came], in_force)

    @staticmethod
    def may_be_asked(group, since):
        """All decisions since a day say nothing of those before."""
        return not since or any((day(row["date"]) or day(since)) >= day(since) for row in group.rows)

    def change(self, index, i, delivery, row):
        """A decision is withdrawn, or its breach is repaired. What nothing is known of is held."""
        subject = self.subject(row)
        group = subject and self.groups.get((row["category"], row["authority"], row["number"], subject))
        if not group or group.withdrawn:
            if subject:
                self.contested.add("change-first")
            self.held.append(Held(delivery["source"], row["category"], row, index, i, "unmatched" if subject else "subject"))
            return ["held"]
        if delivery["kind"] == "repair":
            group.repaired = row["changeDate"]
            return ["replaces"]
        group.withdrawn = True
        for held in self.held:
            same = all(held.row.get(member) == row.get(member) for member in ("category", "authority", "number"))
            if same and self.may_be(held.row, subject):
                held.is_withdrawn_for.add(subject)
        return ["withdraws"]

    # MARK: days

    @staticmethod
    def days_of(delivery):
        """Nobody can answer for a day that is not over."""
        last = datetime.date.fromisoformat(delivery["received"][:10]) - datetime.timedelta(1)
        return days(day(delivery["from"]), min(day(delivery["through"]), last))

    def open(self, delivery, categories, found):
        for category in categories:
            if not self.covered.get((delivery["source"], category), set()).isdisjoint(found):
                self.contested.add("broken-after-good")
            self.covered.setdefault((delivery["source"], category), set()).difference_update(found)

    def cover(self, delivery, rows, data, lost, in_force):
        for i in data:
            if self.names_nobody(rows[i]):
                own = day(rows[i]["date"])
                if own and rows[i]["category"] in LISTS:
                    self.contested.add("nameless-on-list")
                    own = days(own, datetime.date(2027, 1, 1))  # it may still stand there
                else:
                    own = [own] if own else days(day(delivery["from"]), day(delivery["through"]))
                self.opened.setdefault((delivery["source"], rows[i]["category"]), set()).update(own)
        found = self.days_of(delivery)
        if not found or found[-1] < day(delivery["through"]):
            self.contested.add("future")
        if delivery["kind"] == "increment" and not data and not delivery["confirmed"]:
            return
        if delivery["kind"] == "snapshot":
            if in_force and len(lost) > DOUBTED_LOSS * len(in_force) and not delivery["confirmed"]:
                return
            for key in lost:
                self.groups[key].ended = True
            if delivery["allSince"]:
                found = days(day(delivery["allSince"]), found[-1] if found else day(delivery["allSince"]) - datetime.timedelta(1))
        for category in delivery["categories"]:
            answered = found
            if delivery["kind"] == "snapshot" and not delivery["allSince"]:
                answered = found[-1:] if category in LISTS else []
            self.covered.setdefault((delivery["source"], category), set()).update(answered)

    # MARK: what is said

    def verdict(self, history):
        first, last = day(history["window"]["from"]), day(history["window"]["through"])
        window = set(days(first, last))

        def counts(category, row):
            own = day(row.get("date"))
            return own is None or own <= last and (category in LISTS or own >= first)

        coverage, sound = [], {}
        for source in history["sources"]:
            for category in source["categories"]:
                key = (source["name"], category)
                sound[key] = (self.covered.get(key, set()) - self.opened.get(key, set())) & window
                coverage.append({"source": key[0], "category": category, "days": ranges(sound[key])})
        home = {authority: source["name"] for source in history["sources"] for authority in source["authorities"]}
        subjects = []
        for code in [*self.names, *self.strangers]:
            own = [g for g in self.groups.values() if g.subject == code]
            records = [{"category": g.category, "authority": g.authority, "number": g.number, "source": g.source, "rows": len(g.rows),
                        "ended": g.ended, "repaired": g.repaired, "counts": any(counts(g.category, row) for row in g.rows)}
                       for g in own if not g.withdrawn]
            doubts = [{"delivery": h.delivery, "row": h.index, "source": h.source, "category": h.category, "reason": h.reason,
                       "counts": counts(h.category, h.row)}
                      for h in self.held if code not in h.is_withdrawn_for and self.may_be(h.row, code)]
            hit = {(home.get(r["authority"]), r["category"]) for r in records if r["counts"]}
            may = {(d["source"], d["category"]) for d in doubts if d["counts"]}
            answers = {}
            for (source, category), found in sound.items():
                # A record that nobody signed may be of any domain.
                doubtful = (source, category) in may or found != window or any(authority is None for authority, _ in hit)
                answers[source, category] = "records" if (source, category) in hit else "doubtful" if doubtful else "clean"
            subjects.append({
                "code": code, "names": self.names.get(code) or self.strangers[code], "registered": code in self.names,
                "records": records, "doubts": doubts,
                "answers": [{"source": s, "category": c, "answer": a} for (s, c), a in answers.items()],
                "domains": [{"source": s["name"], "answer": worst(answers[s["name"], c] for c in s["categories"])}
                            for s in history["sources"]]})
        return {"coverage": coverage, "subjects": subjects}


def judged(history, each=False):
    """The history with what is right about it: the outcome of every row, and the verdict after all deliveries, or each."""
    store, verdicts = Store(), []
    for index, delivery in enumerate(history["deliveries"]):
        store.take(index, delivery)
        if each:
            verdicts.append(store.verdict(history))
    tags = sorted({*history["tags"], *store.contested})
    return history | {"tags": tags, "outcomes": store.outcomes, "verdict": store.verdict(history)} | ({"verdicts": verdicts} if each else {})
