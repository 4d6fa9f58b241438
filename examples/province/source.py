"""All deliveries of one source: how it hands in what it decides, and which days it then has answered for."""
import collections
import dataclasses
import datetime
import random as randomness

import defects
import schedule
from catalogue import BUSY, CUMULATIVE, categories, label
from days import DAY, span
from deciding import Decider
from outbox import Outbox
from rows import CHANGES, LISTS


@dataclasses.dataclass
class Result:
    """Of one source; facts: deciding.py."""
    source: object
    rhythm: str
    form: str
    facts: list = dataclasses.field(default_factory=list)
    deliveries: list = dataclasses.field(default_factory=list)
    covered: dict = dataclasses.field(default_factory=dict)  # category → days
    whole: dict = dataclasses.field(default_factory=dict)  # list → days of which somebody said who stands on it
    causes: list = dataclasses.field(default_factory=list)  # why days are open
    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)


class SourceMaker:
    """- Parameter lasting: fates that nothing mends (schedule.py)."""

    def __init__(self, source, rank, world, options, lasting):
        self.source, self.world, self.options, self.lasting = source, world, options, lasting
        self.random = r = randomness.Random(f"{options.seed}/{source.name}")
        self.is_cumulative = source.domain in CUMULATIVE
        self.is_licensing = not self.is_cumulative and not source.is_alternative
        rhythm = "daily" if BUSY.get(source.domain, 1) >= 8 else r.choice(["weekly", "weekly", "monthly"])
        rhythm = "monthly" if self.is_cumulative else rhythm
        if options.csv_only:
            form = r.choice(["utf8", "utf8", "gb18030"])
        elif "broken" in lasting:
            form = "xlsx"
        else:
            form = r.choice(["utf8", "gb18030", "xlsx", "xlsx"] + ["xls"] * (rhythm == "monthly"))
        self.decider = Decider(source, rank, world, options, self.is_licensing)
        self.outbox = Outbox(options.out, source.name, form, r)
        self.result = Result(source, rhythm, form)
        self.owed = list(source.owes) + ["licence"] * self.is_licensing
        self.listed = {c: [] for c in ("abnormalOperation", "seriousBreach") if c in source.owes}
        self.changing, self.all_rows, self.documents = [], {}, 0

    def make(self):
        world, r = self.world, self.random
        found = schedule.slots(r, self.result.rhythm, world.first, world.last)
        if not self.is_cumulative:
            schedule.trouble(r, found, self.result.form, self.lasting, self.options.period)
        quarters = {slot.through: number for number, slot in enumerate(schedule.quarters(found), 1)}
        usual = sum(self.decider.means.values())
        self.begin_lists(found[0])
        for slot in found:
            decisions = self.decider.decisions(slot)
            if self.is_cumulative:
                self.hand_in_all(slot, decisions)
                continue
            self.hand_in(slot, decisions, usual * ((slot.through - slot.start).days + 1))
            if slot.through in quarters and slot.fate == "ordinary" and slot.start >= self.options.period[0]:
                self.hand_in_lists(slot, quarters[slot.through])
            if (slot.through + DAY).month != slot.start.month:
                self.change(slot)
        self.result.deliveries = self.outbox.deliveries
        self.result.counts.update(self.outbox.counts)
        self.result.counts.update(self.decider.defects)
        return self.result

    def hand_in(self, slot, decisions, usual):
        r, box, fate = self.random, self.outbox, slot.fate
        rows = by_category(decisions)
        owed = self.owed
        confirmed = sum(map(len, rows.values())) < usual * 0.4
        if fate.startswith("short") and sum(map(len, rows.values())) < 40:
            fate = fate.replace("short", "empty")
        good, broken = fate == "ordinary" or fate.endswith("mended") or fate == "nameless", fate.startswith("broken")
        if not good:
            self.result.causes.append({"from": str(slot.start), "through": str(slot.through), "why": fate})
        received = slot.received
        if broken:
            box.put(slot, owed, rows, special=["broken"], broken=True)
        elif fate.startswith("empty"):
            box.put(slot, owed, {}, special=["empty-unconfirmed"])
        elif fate.startswith("short"):
            part = decisions[:max(1, len(decisions) // 50)]
            box.put(slot, owed, by_category(part), special=["short-unconfirmed"])
            if fate == "short":
                self.keep(slot, part, received)
                decisions = decisions[len(part):]
        if not good:
            self.lose(decisions)
            return
        if fate.endswith("mended"):
            received = schedule.later(r, received, self.world.last)
            slot.special.append("mends")
            confirmed = confirmed or broken  # under another name: its source says that it is all there is
        opened = None
        if fate == "nameless":
            opened, confirmed = self.spoil_names(slot, decisions), True
            rows = by_category(decisions)
        delivery = box.put(slot, owed, rows, received=received, special=slot.special, confirmed=confirmed)
        for category in self.source.owes:
            self.result.covered.setdefault(category, set()).update(span(slot.start, slot.through))
        self.result.covered["penalty"].discard(opened)
        self.keep(slot, decisions, received)
        if slot.again:
            self.hand_in_again(slot, delivery, owed, rows, received, confirmed)

    def hand_in_again(self, slot, delivery, owed, rows, received, confirmed):
        r, moment = self.random, schedule.later(self.random, received, self.world.last)
        if slot.again == "same-file":
            if delivery["files"]:
                self.outbox.put_again(slot, delivery, moment)
            return
        if not any(rows.values()):
            return
        special = slot.again
        if slot.again == "corrected":
            places = [i for i, row in enumerate(rows.get("penalty", [])) if row["fine"]]
            if places:
                place = r.choice(places)
                rows = rows | {"penalty": [row | {"note": "更正"} if i == place else row for i, row in enumerate(rows["penalty"])]}
            else:
                special = "same-rows"
        self.outbox.put(slot, owed, rows, received=moment, special=[special], confirmed=confirmed, suffix=special)

    def spoil_names(self, slot, decisions):
        """A row that names nobody. Returns its day: it is open for everybody."""
        decision = next((d for d in decisions if d.category == "penalty" and d.is_plain), None)
        while decision is None or not decision.is_plain or not decision.facts:
            decision = self.decider.decide("penalty", slot.start)
            decisions.append(decision)
        decision.rows, decision.is_plain = [defects.nameless(self.random, "penalty", decision.rows[0])], False
        decision.facts = [fact for fact in decision.facts if fact[0] == "world"]
        self.result.causes.append({"from": decision.day, "through": decision.day, "why": "nameless", "category": label("penalty")})
        self.result.counts["nameless"] += 1
        return datetime.date.fromisoformat(decision.day)

    def keep(self, slot, decisions, received):
        """What is in the store now."""
        for decision in decisions:
            for fact in decision.facts:
                if fact[0] == "held":
                    fact[7] = str(slot.through)
            self.result.facts += decision.facts
            if decision.category in self.listed and decision.is_plain:
                self.listed[decision.category].append(decision)
            elif decision.category not in LISTS and decision.is_plain and decision.facts and self.random.random() < 0.05:
                self.changing.append((received + datetime.timedelta(30), decision))

    def lose(self, decisions):
        """What no delivery says: true of the world, and nothing else."""
        self.result.facts += [fact[:6] + [False] for d in decisions for fact in d.facts if fact[0] == "world"]

    # MARK: other kinds of deliveries

    def hand_in_all(self, slot, decisions):
        """All decisions since the first day, once more."""
        for category, rows in by_category(decisions).items():
            self.all_rows.setdefault(category, []).extend(rows)
        kind = {"kind": "snapshot", "start": slot.through, "all_since": str(self.world.first)} if any(self.all_rows.values()) else {}
        self.outbox.put(slot, self.owed, self.all_rows, special=["cumulative"] * bool(kind), **kind)
        for category in self.owed:
            self.result.covered.setdefault(category, set()).update(span(slot.start, slot.through))
        for decision in decisions:
            decision.is_plain = False
        self.keep(slot, decisions, slot.received)

    def begin_lists(self, first):
        """Who stands on the lists when the province begins: nobody. What comes later says who joins them."""
        before = first.start - DAY
        lists = [category for category in self.source.owes if categories()[category].get("lasting")]
        if lists:
            slot = schedule.Slot(before, before, datetime.datetime.combine(first.start, datetime.time(8)))
            self.outbox.put(slot, lists, {}, special=["list-snapshot"], confirmed=True, kind="snapshot", suffix="lists")
        for category in lists:
            self.result.covered[category] = {before}
            self.result.whole[category] = {before}

    def hand_in_lists(self, slot, quarter):
        """Who stands on a list: some have left it since. Once a list loses far too many, and nobody confirms it."""
        for category, decisions in self.listed.items():
            if not decisions:
                continue
            damaged = category == "abnormalOperation" and quarter == 5
            staying = [d for d in decisions if self.random.random() < (0.8 if damaged else 0.97)]
            lost = len(decisions) - len(staying)
            if not staying:
                continue
            many = lost > 0.05 * len(decisions)
            special = ["loses-many-unconfirmed" if damaged and many else "list-snapshot"]
            self.outbox.put(slot, [category], by_category(staying), received=slot.received + datetime.timedelta(hours=3), special=special,
                            confirmed=many and not damaged, kind="snapshot", start=slot.through, suffix="all")
            if not damaged:
                self.listed[category] = staying
                self.result.whole[category].add(slot.through)
                self.result.counts["ended"] += lost

    def change(self, slot):
        """Once a month: decisions withdrawn, breaches repaired."""
        moment = datetime.datetime.combine(slot.through + 3 * DAY, datetime.time(17, 30))
        due = [decision for available, decision in self.changing if available <= moment]
        self.changing = [item for item in self.changing if item[0] > moment]
        chosen = {"withdrawal": [], "repair": []}
        for decision in due:
            kind = "withdrawal" if self.random.random() < 0.4 else "repair"
            chosen[kind].append(decision)
            for fact in decision.facts:
                if kind == "withdrawal":
                    fact[0] = "withdrawn"
                elif fact[0] == "record":
                    fact[9] = True
        for kind, decisions in chosen.items():
            if not decisions:
                continue
            self.documents += 1
            more = [(head, text) for head, text in zip(CHANGES[kind], (f"{self.decider.maker.tag}更〔{moment.year}〕{self.documents}号", str(slot.through)))]
            categories = sorted({d.category for d in decisions})
            self.outbox.put(slot, categories, by_category(decisions), received=moment, special=[kind], kind=kind, start=slot.through, suffix=kind, more=more)


def by_category(decisions):
    rows = {}
    for decision in decisions:
        rows.setdefault(decision.category, []).extend(decision.rows)
    return rows
