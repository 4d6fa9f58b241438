"""What a source decides, as rows and as facts."""
import dataclasses
import datetime
import random as randomness

import defects
from catalogue import BUSY, can_be_imported
from rows import LISTS, RowMaker, document
from world import BLOCK


@dataclasses.dataclass
class Decision:
    """Facts are lists, the first item says of what:
    record  subject, source, category, number, authority, day or None, domain or None, domains it may be of too, repaired
    held    subject, source, category, number, day or None, defect, last day of its delivery, by what it may be about it
    world   subject, domain, category, number, day, whether any row of a readable delivery speaks of it"""
    category: str
    rows: list
    facts: list
    is_plain: bool = False  # one row about a certain subject, without defect

    @property
    def day(self):
        """Of the first who is concerned."""
        return next((fact[5] for fact in self.facts if fact[0] == "world"), None)


class Decider:
    def __init__(self, source, rank, world, options, is_licensing):
        self.source, self.world, self.options = source, world, options
        self.random = randomness.Random(f"{options.seed}/{source.name}/decisions")
        self.maker = RowMaker(source, world, self.random, rank)
        self.categories = [c for c in source.owes if c in can_be_imported()]
        self.means = self.daily_means(is_licensing)
        self.defects = {}
        self.own_slots = [slot for slot in range(BLOCK) if world.slots[slot][1] in source.places]

    def daily_means(self, is_licensing):
        """Rows a day, by category."""
        o, days = self.options, (self.world.last - self.world.first).days + 1
        part = BUSY.get(self.source.domain, 1) / o.shares * (o.city_share(self.source) if self.source.places else 1)
        decisions = self.world.count * o.violations * part / days
        means = {"penalty": decisions * 0.9, "coercion": decisions * 0.1}
        means |= {c: decisions * (0.3 if c == "abnormalOperation" else 0.08) for c in self.categories if c in LISTS}
        means = {c: mean for c, mean in means.items() if c in self.categories}
        return means | ({"licence": o.licences * part / days} if is_licensing else {})

    def draw(self, mean):
        r = self.random
        if mean > 40:
            return max(0, round(r.gauss(mean, mean ** 0.5)))
        count, chance, limit = 0, r.random(), 2.718281828459045 ** -mean
        while chance > limit:
            chance *= r.random()
            count += 1
        return count

    def pick(self, day):
        """Somebody whom the source is asked about."""
        known, r = self.world.known_on(day), self.random
        while True:
            index = r.randrange(known)
            number = self.world.slots[index % BLOCK][1]
            if self.source.places:
                index = index // BLOCK * BLOCK + r.choice(self.own_slots)
                if index >= known:
                    continue
            elif self.source.domain == "taxation" and not self.source.places and number == "4403":
                continue  # Shenzhen's bureau acts there
            return index

    def decide(self, category, day):
        r = self.random
        if category == "penalty" and r.random() < 0.02:
            return Decision(category, [self.maker.of_person(day)], [])
        index = self.pick(day)
        subject = self.world.subject(index)
        row = self.maker.row(category, subject, day)
        if category == "licence":
            spoilt = r.random() < self.options.defects and defects.spoil(r, self.world, category, row, subject, True, self.options.is_hard)
            if spoilt:
                self.count(spoilt)
            return Decision(category, spoilt.rows if spoilt else [row], [], not spoilt)
        decision = Decision(category, [], [])
        chance = r.random()
        if category == "penalty" and chance < 0.04:  # fine and ban: two rows
            self.add(decision, row, subject, day, may_be_spoilt=False)
            decision.rows.append(row | {"penaltyKind": "暂扣许可证件", "content": "暂扣许可证件三十日。", "fine": ""})
        elif category == "penalty" and chance < 0.06:  # two offenders
            self.add(decision, row, subject, day, may_be_spoilt=False)
            other = self.world.subject(self.pick(day))
            if other.index != index:
                same = {key: row[key] for key in ("content", "authority", "authorityCode")}
                self.add(decision, self.maker.row(category, other, day, self.maker.numbers) | same, other, day)
        else:
            decision.is_plain = not self.add(decision, row, subject, day)
        return decision

    def count(self, spoilt):
        self.defects[spoilt.defect] = self.defects.get(spoilt.defect, 0) + 1

    def add(self, decision, row, subject, day, may_be_spoilt=True):
        """Adds the row to the decision. Returns its defect, if any."""
        category, source, maker = decision.category, self.source.name, self.maker
        number = document(category, row)
        unsure = not (self.source.places and self.world.is_namesake(subject.index))
        spoilt = defects.Spoilt([row], "")
        if may_be_spoilt and self.random.random() < self.options.defects:
            spoilt = defects.spoil(self.random, self.world, category, row, subject, unsure, self.options.is_hard)
            self.count(spoilt)
        decision.rows += spoilt.rows
        # The list of 重大税收违法 says no day.
        known_day = str(day) if spoilt.has_day and category != "taxList" else None
        if spoilt.defect != "two-names":
            decision.facts.append(["world", subject.index, self.source.domain, category, number, str(day), True])
        if spoilt.is_certain:
            perhaps = () if category in ("abnormalOperation", "taxList") else maker.perhaps
            domain = self.source.domain if spoilt.has_authority or category == "taxList" else None
            authority = (spoilt.rows[0].get("authority") or None)
            decision.facts.append(["record", subject.index, source, category, number, authority, known_day, domain, perhaps, False])
        for other in spoilt.may_be:
            by = "name" if spoilt.defect != "two-names" and other in self.world.namesakes(subject.index) else "code"
            decision.facts.append(["held", other, source, category, number, known_day, spoilt.defect, None, by])
        return spoilt.defect

    def decisions(self, slot):
        days = (slot.through - slot.start).days + 1
        found = []
        for category, mean in self.means.items():
            for _ in range(self.draw(mean * days)):
                found.append(self.decide(category, slot.start + datetime.timedelta(self.random.randrange(days))))
        return found
