"""The oracle for histories: what a store must say after a list of deliveries. A plain model, slow and short.

The rules are told in README.md beside this file. Where they leave a choice, the history carries a tag (histories.py), and
the model chooses what calls nothing clean.
"""
import dataclasses
import datetime

from days import founded, ranges, span
from identities import Identities
from naming import folded

LISTS = {"经营（活动）异常名录（状态）", "其他严重失信主体名单", "重大税收违法"}
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


@dataclasses.dataclass
class Group:
    """What a source says of one decision about one subject, or of one place on a list."""
    source: str
    category: str
    authority: str
    number: str
    subject: str
    rows: list
    through: datetime.date  # the last day that the delivery answers for which says it
    ended: bool = False


@dataclasses.dataclass
class Held:
    source: str
    category: str
    row: dict
    delivery: int
    index: int
    is_settled: bool = False
    settled_for: set = dataclasses.field(default_factory=set)
    mended_for: set = dataclasses.field(default_factory=set)  # subjects of whom its document was told later
    withdrawn: datetime.date | None = None  # the last day of the withdrawals by which it was settled, or that came after


class Store(Identities):
    def __init__(self):
        super().__init__()
        self.groups, self.held = {}, []
        self.files = {}  # (source, bytes) → what was delivered with them: source, kind, days, categories
        self.withdrawn = {}  # key of a group → its withdrawals: last day of the delivery, day of the decision
        self.repaired = {}  # key of a group → day of its repair
        self.covered, self.opened = {}, {}  # (source, category) → days
        self.whole = {}  # (source, list) → days on which a snapshot says who stands on it
        self.failed = {}  # (source, category) → [name of the table, days] of each failure
        self.outcomes = []

    def take(self, index, delivery):
        rows = delivery["rows"]
        if delivery["file"] is not None:
            about = [delivery[member] for member in ("source", "kind", "from", "through", "categories")]
            known = self.files.setdefault((delivery["source"], delivery["file"]), [])
            has_rows = any("noData" not in row for row in rows)
            if about in known or known and has_rows and delivery["kind"] != "snapshot":
                self.again(delivery, about in known)
                return
            known.append(about)
        if delivery["broken"]:
            self.outcomes.append([["unread"] for _ in rows])
            self.open(delivery, delivery["categories"], self.days_of(delivery))
            return
        outcomes = [["no-data"] if "noData" in row else None for row in rows]
        data = [i for i, row in enumerate(rows) if "noData" not in row]
        if delivery["kind"] == "registration":
            for i in data:
                if any(folded(rows[i]["name"]) == folded(held.row.get("name") or "") for held in self.held):
                    self.contested.add("change-after-row")
                outcomes[i] = self.register(rows[i])
        elif delivery["kind"] in ("withdrawal", "repair"):
            for i in data:
                outcomes[i] = self.change(index, i, delivery, rows[i])
        else:
            self.record(index, delivery, rows, data, outcomes)
        self.outcomes.append(outcomes)

    def again(self, delivery, has_same_days):
        """The same bytes: their rows change nothing. For the same days the delivery answers anew: it may be confirmed now, or
        days were opened in between. (A snapshot of a later day may well be the same bytes: it is none of this.)"""
        data = [row for row in delivery["rows"] if "noData" not in row]
        self.outcomes.append([["same-file", "no-data"] if "noData" in row else ["same-file", "same", "held", "replaces", "outdated"]
                              for row in delivery["rows"]])
        if has_same_days and not delivery["broken"] and delivery["kind"] in ("increment", "snapshot"):
            keys = {self.key(delivery["source"], row, self.subject(row)) for row in data}
            in_force = self.in_force(delivery)
            self.cover(delivery, len(data), [key for key in in_force if key not in keys], in_force)

    @staticmethod
    def said_on(delivery):
        """Nothing is newer than the day on which it was handed in."""
        return min(day(delivery["through"]), datetime.date.fromisoformat(delivery["received"][:10]))

    @staticmethod
    def key(source, row, subject):
        """Without a number, all of a row is its name."""
        if row["number"]:
            return source, row["category"], row["authority"], row["number"], subject
        return source, row["category"], None, repr(sorted(row.items(), key=str)), subject

    def standing(self, key):
        """The rows of a group that are not withdrawn, or were said again of later days."""
        group = self.groups[key]
        return [row for row in group.rows if not any(self.takes_out(one, group, row) for one in self.withdrawn.get(key, []))]

    def stands(self, key):
        return bool(self.standing(key))

    @staticmethod
    def takes_out(withdrawal, group, row):
        """A withdrawal is of what is not said of later days, nor was decided after the day that it tells."""
        through, decided = withdrawal
        own = day(row["date"])
        return through >= group.through and not (decided and own and own > decided)

    def record(self, index, delivery, rows, data, outcomes):
        source, through, in_force = delivery["source"], self.said_on(delivery), self.in_force(delivery)
        came = {}
        for i in data:
            subject = self.subject(rows[i])
            if subject is None:
                outcomes[i] = self.hold(index, i, source, rows[i], through)
            else:
                self.settle(index, source, rows[i], subject)
                came.setdefault(self.key(source, rows[i], subject), []).append(i)
        for key, places in came.items():
            new = sorted((rows[i] for i in places), key=repr)
            group = self.groups.get(key)
            is_late = group is not None and group.through > through
            for i in places:
                outcomes[i] = self.outcome(group, rows[i], new, is_late)
                self.mend(index, key, outcomes[i])
            if not is_late:
                first = rows[places[0]]
                self.groups[key] = Group(source, first["category"], first["authority"], first["number"], key[4], new, through)
        self.open_for_nameless(delivery, [rows[i] for i in data])
        self.cover(delivery, len(data), [key for key in in_force if key not in came], in_force)

    def in_force(self, delivery):
        """What a snapshot is to hold."""
        return [key for key, group in self.groups.items()
                if group.source == delivery["source"] and group.category in delivery["categories"] and not group.ended and self.stands(key)
                and group.through <= self.said_on(delivery) and self.may_be_asked(group, delivery["allSince"])]

    @staticmethod
    def outcome(group, row, new, is_late):
        if group is None:
            return ["new"]
        if is_late:  # what answers for later days is newer, whenever it came
            return ["same"] if row in group.rows else ["outdated"]
        if group.rows == new:
            return ["same", "replaces"] if group.ended else ["same"]
        # Of rows that stay while others of their group change, more than one thing can be said.
        return ["replaces"] + ["same"] * (row in group.rows) + ["new"] * (len(new) > len(group.rows))

    def hold(self, index, i, source, row, through):
        """A row that its source delivered before is not held twice, and stays settled if it was, unless it is said again of
        days after a withdrawal."""
        if any(held.row == row and held.source == source and held.delivery < index
               and not (held.is_settled and held.withdrawn and through > held.withdrawn) for held in self.held):
            return ["same", "held"]
        self.held.append(Held(source, row["category"], row, index, i))
        return ["held"]

    def settle(self, index, source, row, subject, withdrawn=None):
        """A held row about the same document and under the same name is mended. Under the code alone, it is for that subject:
        a second offender may have got the first one's code."""
        self.called.setdefault(subject, set()).add(folded(row["name"]))
        known = [*self.names.items(), *self.strangers.items()]
        has_namesake = any(folded(row["name"]) in map(folded, names) for code, names in known if code != subject)
        for held in self.held:
            same = all(held.row.get(member) == row.get(member) for member in ("category", "authority", "number"))
            if not same or not row["number"] or held.source != source or held.delivery == index:
                continue
            if folded(held.row.get("name") or "") == folded(row["name"]) and not has_namesake:
                held.is_settled, held.withdrawn = True, max(filter(None, (held.withdrawn, withdrawn)), default=None)
                self.contested.add("mended")
            if held.row.get("code") == subject:
                held.settled_for.add(subject)
                self.contested.add("mended")

    def mend(self, index, key, outcome):
        """What is told of a subject after a row without a sure one, of the same document, is all that the row can say of it."""
        for held in self.held:
            if key == self.key(held.source, held.row, key[4]) and held.row["number"] and held.delivery < index and outcome[0] != "outdated":
                held.mended_for.add(key[4])

    @staticmethod
    def may_be_asked(group, since):
        """All decisions since a day say nothing of those before."""
        return not since or any((day(row["date"]) or day(since)) >= day(since) for row in group.rows)

    def change(self, index, i, delivery, row):
        """A decision is withdrawn, or its breach is repaired, whether or not anything is known of it yet."""
        subject, source = self.subject(row), delivery["source"]
        if subject is None:
            return self.hold(index, i, source, row, self.said_on(delivery))
        key = self.key(source, row, subject)
        if key not in self.groups:
            self.contested.add("change-first")
        self.settle(index, source, row, subject, self.said_on(delivery) if delivery["kind"] == "withdrawal" else None)
        self.mend(index, key, ["withdraws"])
        if delivery["kind"] == "repair":
            self.repaired[key] = row["changeDate"]
            return ["replaces"]
        self.withdrawn.setdefault(key, []).append((self.said_on(delivery), day(row["date"])))
        return ["withdraws"]

    # MARK: days

    @staticmethod
    def days_of(delivery):
        """Nobody can answer for a day that is not over."""
        last = datetime.date.fromisoformat(delivery["received"][:10]) - datetime.timedelta(1)
        return span(day(delivery["from"]), min(day(delivery["through"]), last))

    def open(self, delivery, categories, found):
        for category in categories:
            key = (delivery["source"], category)
            if not self.covered.get(key, set()).isdisjoint(found):
                self.contested.add("broken-after-good")
            self.failed.setdefault(key, []).append([self.table(delivery), set(found)])

    @staticmethod
    def table(delivery):
        """What could not be read is not delivered by another table of the same days."""
        return delivery.get("table") or str(delivery["file"])

    def open_for_nameless(self, delivery, rows):
        for row in filter(self.names_nobody, rows):
            own = day(row["date"])
            if own and row["category"] in LISTS:
                self.contested.add("nameless-on-list")
                own = span(own, datetime.date(2027, 1, 1))  # it may still stand there
            else:
                own = [own] if own else span(day(delivery["from"]), day(delivery["through"]))
            self.opened.setdefault((delivery["source"], row["category"]), set()).update(own)

    def cover(self, delivery, count, lost, in_force):
        """- Parameters: how many rows say something; what a snapshot lacks of what was in force."""
        found = self.days_of(delivery)
        if delivery["confirmed"] and any((delivery["source"], c) in self.opened for c in delivery["categories"]):
            self.contested.add("nameless-confirmed")
        if not found or found[-1] < day(delivery["through"]):
            self.contested.add("future")
        if delivery["kind"] == "increment" and not count and not delivery["confirmed"]:
            return
        if delivery["kind"] == "snapshot":
            if in_force and len(lost) > DOUBTED_LOSS * len(in_force) and not delivery["confirmed"]:
                return
            for key in lost:
                self.groups[key].ended = True
            if delivery["allSince"]:
                found = span(day(delivery["allSince"]), found[-1] if found else day(delivery["allSince"]) - datetime.timedelta(1))
        for category in delivery["categories"]:
            answered = found
            if delivery["kind"] == "snapshot" and not delivery["allSince"]:
                answered = found[-1:] if category in LISTS else []
            key = (delivery["source"], category)
            self.covered.setdefault(key, set()).update(answered)
            if delivery["kind"] == "snapshot":
                self.whole.setdefault(key, set()).update(answered)
            for table, days in self.failed.get(key, []):
                if delivery["confirmed"] or table == self.table(delivery):
                    days.difference_update(answered)

    # MARK: what is said

    def under_others_names(self, code):
        """Records of others under a name that is not theirs, but this subject's: it was not registered when they came."""
        for key, group in self.groups.items():
            own = set(map(folded, self.names.get(group.subject, [])))
            if group.subject != code and self.stands(key):
                yield from ((group, row) for row in self.standing(key) if folded(row["name"]) not in own and code in self.named(row["name"]))

    def may_concern(self, held, code):
        """Whether a held row may be about a subject."""
        by_name_or_code = self.may_be(held.row, code) and code not in held.settled_for
        return by_name_or_code or self.may_mean(held.row, code) and code not in held.mended_for

    def verdict(self, history):
        first, last = day(history["window"]["from"]), day(history["window"]["through"])
        window = set(span(first, last))

        def counts(category, row):
            own = day(row.get("date"))
            return own is None or own <= last and (category in LISTS or own >= first)

        coverage, sound = [], {}
        for source in history["sources"]:
            for category in source["categories"]:
                key = (source["name"], category)
                failed = set().union(*(days for _, days in self.failed.get(key, [])))
                answered = self.covered.get(key, set()) - self.opened.get(key, set()) - failed
                sound[key] = (founded(answered, self.whole.get(key, set())) if category in LISTS else answered) & window
                coverage.append({"source": key[0], "category": category, "days": ranges(sound[key])})
        home = {authority: source["name"] for source in history["sources"] for authority in source["authorities"]}
        subjects = []
        for code in dict.fromkeys([*self.names, *self.strangers]):
            own = [(key, group) for key, group in self.groups.items() if group.subject == code and self.stands(key)]
            records = [{"category": g.category, "authority": g.authority, "number": g.number, "source": g.source, "rows": len(rows),
                        "ended": g.ended, "repaired": self.repaired.get(key), "counts": any(counts(g.category, row) for row in rows)}
                       for key, g in own for rows in [self.standing(key)]]
            doubts = [{"delivery": h.delivery, "row": h.index, "source": h.source, "category": h.category, "counts": counts(h.category, h.row)}
                      for h in self.held if not h.is_settled and self.may_concern(h, code)]
            unsigned = any(not h.row.get("authority") and counts(h.category, h.row)
                           for h in self.held if not h.is_settled and self.may_concern(h, code))
            doubts += [{"delivery": None, "row": None, "source": g.source, "category": g.category, "counts": counts(g.category, row)}
                       for g, row in self.under_others_names(code)]
            hit = {(home.get(r["authority"]), r["category"]) for r in records if r["counts"]}
            may = {(d["source"], d["category"]) for d in doubts if d["counts"]}
            answers = {}
            for (source, category), found in sound.items():
                # What nobody signed may be of any domain.
                doubtful = (source, category) in may or found != window or unsigned or any(authority is None for authority, _ in hit)
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
