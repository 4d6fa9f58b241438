"""What the checks of gathering share: a made province, a store to read, and what the store must say after its deliveries."""
import collections
import datetime
import json
import pathlib
import re
import sqlite3
import sys

from support import ROOT, run

sys.path.append(str(ROOT / "examples/province"))
from catalogue import categories  # noqa: E402
from compare import differences  # noqa: E402

DAY = datetime.timedelta(1)
LISTS = {entry["label"] for entry in categories().values() if entry.get("lasting")}
# Of decisions; those of withdrawals and repairs say 更.
NUMBER = re.compile(r"粤示\d+[^更]〔\d+〕\d+号")
USUAL = 12  # what a source usually delivers is told from so many of its increments


class Province:
    """What examples/province/make.py writes: the sources' deliveries, and what is right to answer after them."""

    def __init__(self, folder, *arguments):
        self.folder = pathlib.Path(folder)
        run(sys.executable, ROOT / "examples/province/make.py", self.folder, *arguments)
        self.about = json.loads((self.folder / "province.json").read_text())
        self.period = self.about["period"]
        self.truth = [json.loads(line) for line in (self.folder / "truth.jsonl").read_text().splitlines()]
        self.deliveries = []
        for line in (self.folder / "deliveries.jsonl").read_text().splitlines():
            delivery = json.loads(line)
            path = self.folder / delivery["sidecar"]
            self.deliveries.append(Delivery(path, json.loads(path.read_text()), delivery["special"]))
        # Days on which a row named nobody, by source and category.
        self.nameless = {(source["name"], cause["category"]): cause["from"] for source in self.about["sources"]
                         for cause in source["causes"] if cause["why"] == "nameless"}


class Delivery:
    def __init__(self, path, sidecar, special):
        self.path, self.sidecar, self.special = path, sidecar, special
        self.source, self.kind, self.categories = sidecar["source"], sidecar["kind"], sidecar["categories"]
        self.first, self.last = (datetime.date.fromisoformat(sidecar[member]) for member in ("from", "through"))
        self.received = datetime.datetime.fromisoformat(sidecar["received"])
        self.rows = sum(file["rows"] for file in sidecar["files"])
        self.is_broken = "broken" in special

    @property
    def name(self):
        """What no other delivery is called."""
        return f"{self.source}/{self.path.name}"

    @property
    def files(self):
        """All of it, the notice last."""
        return [self.path.parent / file["name"] for file in self.sidecar["files"]] + [self.path]


class Store:
    """A database that is read behind the program's back."""

    def __init__(self, location):
        self.location = str(location)

    def rows(self, statement):
        """Every value as text; nothing for null."""
        if self.location.startswith("postgres"):
            text = run("psql", self.location, "-X", "-q", "-t", "-A", "-F", "\t", "-c", statement).decode()
            return [line.split("\t") for line in text.splitlines()]
        with sqlite3.connect(self.location) as connection:
            return [["" if value is None else str(value) for value in row] for row in connection.execute(statement)]


def days(first, last):
    """- Parameters: days, or how they are written."""
    first, last = (datetime.date.fromisoformat(day) if isinstance(day, str) else day for day in (first, last))
    return {first + DAY * n for n in range((last - first).days + 1)}


class Coverage:
    """By source and category, the days that are covered: the rules of docs/gathering.md, told once more.

    - Parameter order: the deliveries in the order in which the store took them in."""

    def __init__(self, order, nameless):
        self.answered, self.failed, self.whole = (collections.defaultdict(set) for _ in range(3))
        self.increments = collections.defaultdict(list)
        for delivery in order:
            self.take(delivery)
        self.open = {key: {datetime.date.fromisoformat(day)} for key, day in nameless.items()}

    def take(self, delivery):
        keys = [(delivery.source, category) for category in delivery.categories]
        if delivery.is_broken:
            for key in keys:
                self.failed[key] |= days(delivery.first, delivery.last)
            return
        for key, found in zip(keys, self.covers(delivery)):
            self.answered[key] |= found
            if delivery.kind == "snapshot":
                self.whole[key] |= found
            self.failed[key] -= found

    def covers(self, delivery):
        through = min(delivery.last, delivery.received.date() - DAY)
        if delivery.kind == "increment" and self.is_doubted(delivery) or delivery.kind in ("withdrawal", "repair", "registration"):
            return [set()] * len(delivery.categories)
        if delivery.kind != "snapshot":
            return [days(delivery.first, through)] * len(delivery.categories)
        if "loses-many-unconfirmed" in delivery.special:
            return [set()] * len(delivery.categories)
        since = delivery.sidecar["allSince"]
        return [days(datetime.date.fromisoformat(since), through) if since else {through} if category in LISTS else set()
                for category in delivery.categories]

    def is_doubted(self, delivery):
        """Without rows, or with under a tenth of the usual."""
        before, length = self.increments[delivery.source][-USUAL:], (delivery.last - delivery.first).days + 1
        self.increments[delivery.source].append((delivery.rows, length))
        if delivery.sidecar["confirmed"]:
            return False
        usual = sum(rows for rows, _ in before) / max(1, sum(length for _, length in before))
        return delivery.rows == 0 or len(before) >= 3 and delivery.rows / length < usual / 10

    def days(self, source, category):
        key = source, category
        found = self.answered[key] - self.failed[key] - self.open.get(key, set())
        if category not in LISTS:
            return found
        # Who stands on a list is known from a snapshot on, as long as no day is missing.
        known = set()
        for day in sorted(found):
            if day in self.whole[key] or day - DAY in known:
                known.add(day)
        return known


def covered_days(entry):
    """Of an entry of `gather coverage --json`."""
    return set().union(*(days(run["from"], run["through"]) for run in entry["covered"]))


def names(reasons, right):
    """Whether the reasons of a report are among the right ones: the source that has a gap, or rows and records in doubt."""
    gaps = {reason["gap"]["source"] or "未能查明" for reason in right if "gap" in reason}
    return any(gap in reason for gap in gaps for reason in reasons) or len(gaps) < len(right) and any("条" in reason for reason in reasons)


class Comparison:
    """Answers of no-violation reports, held against the true ones; the kinds of differences are those of compare.py."""

    def __init__(self):
        self.counts, self.wrong = collections.Counter(), []

    def add(self, subject, answers):
        """- Parameters: a line of truth.jsonl; `answers` of the report's canonical data."""
        outcomes = {answer["domain"]: answer["outcome"] for answer in answers}
        assert set(outcomes) == set(subject["answers"]), subject["code"]
        said = {answer["domain"]: answer for answer in answers}
        self.counts["subjects"] += 1
        for kind, domain, right, outcome in differences(subject, outcomes):
            self.counts[kind] += 1
            if kind != "right":
                self.note(kind, subject, said[domain], right)
            elif outcome == "records":
                numbers = {record["number"] for record in right["records"] if record["number"]}
                if numbers != set(NUMBER.findall(json.dumps(said[domain]["groups"], ensure_ascii=False))):
                    self.note("other records", subject, said[domain], right)
            elif outcome != "clean" and not names(said[domain]["reasons"], right["reasons"]):
                self.note("another reason", subject, said[domain], right)
            gap = right != "clean" and any("gap" in reason for reason in right["reasons"])
            if not gap and not subject["world"].get(domain):
                # Every source delivered, and nothing is true of the subject.
                self.counts["sure"] += 1
                self.counts["doubted"] += outcome not in ("clean", "records")

    def note(self, kind, subject, answer, right):
        self.wrong.append({"kind": kind, "subject": subject["code"], "name": subject["name"], "domain": answer["domain"],
                           "outcome": answer["outcome"], "reasons": answer["reasons"], "groups": answer["groups"], "right": right,
                           "world": subject["world"].get(answer["domain"])})

    def of(self, kind):
        return [one for one in self.wrong if one["kind"] == kind]

    def __str__(self):
        return ", ".join(f"{count} {kind}" for kind, count in self.counts.most_common())
