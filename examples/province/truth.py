"""What is right to answer, subject by subject and domain by domain, from the facts that the sources' makers noted."""
import json

from catalogue import categories, counting, domains, label, sources
from days import founded, ranges, span
from rows import LISTS

text = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Judge:
    """- Parameter results: by name of the source."""

    def __init__(self, world, period, results):
        self.world, self.period, self.results = world, period, results
        self.first, self.last = str(period[0]), str(period[1])
        self.asked = {key: [] for key in domains()}  # domain → sources asked: the gaps of these matter
        self.instead = {key: [] for key in domains()}  # …and those whose rows matter too
        for source in sources():
            for key in source.domains:
                (self.instead if source.is_alternative else self.asked)[key].append(source)
        self.gaps = {source.name: self.gaps_of(source) for source in sources() if not source.is_alternative}
        self.plain = {}

    def gaps_of(self, source):
        """Days within the period of which a category that counts is not there."""
        result, days, found = self.results.get(source.name), set(span(*self.period)), []
        for category in source.owes:
            covered = result.covered.get(category, set()) if result else set()
            if result and category in result.whole:
                covered = founded(covered, result.whole[category])
            open_days = days - covered
            if category in counting() and open_days:
                found.append({"gap": {"source": source.name, "category": label(category), "days": ranges(open_days)}})
        return found

    @staticmethod
    def serves(source, places):
        return not source.places or any(place.startswith(p) for p in source.places for place in places)

    def reasons(self, places):
        """By domain: why nobody of these places gets a sure answer."""
        key = frozenset(places)
        if key not in self.plain:
            reasons = {}
            for domain, entry in domains().items():
                found = [gap for source in self.asked[domain] if self.serves(source, places) for gap in self.gaps[source.name]]
                reasons[domain] = found if self.asked[domain] else [{"gap": {"source": None, "why": entry["label"]}}]
            self.plain[key] = (reasons, text({d: {"answer": "doubtful", "records": [], "reasons": r} if r else "clean" for d, r in reasons.items()}))
        return self.plain[key]

    def may_count(self, category, day):
        return day is None or day <= self.last and (category in LISTS or day >= self.first)

    def line(self, index, facts):
        """Of one subject, as a line of JSON."""
        subject = self.world.subject(index)
        places = self.world.places(subject)
        reasons, plain = self.reasons(places)
        world = {}
        head = {"code": subject.code, "name": subject.names[0], "formerNames": subject.names[1:], "kind": subject.prefix,
                "address": subject.address, "places": sorted(places)}
        if not facts:
            return f'{text(head)[:-1]},"world":{{}},"answers":{plain}}}\n'
        records, doubts = {}, {}
        for fact in facts:
            if fact[0] == "world" and self.may_count(fact[3], fact[5]):
                world.setdefault(fact[2], []).append({"category": label(fact[3]), "number": fact[4], "day": fact[5], "spoken": fact[6]})
            elif fact[0] == "record" and self.may_count(fact[3], fact[6]):
                self.record(fact, records, doubts)
            elif fact[0] == "held" and self.may_count(fact[3], fact[5]):
                names = ("source", "category", "number", "day", "why", "delivered", "by")
                reason = {"held": dict(zip(names, fact[2:])) | {"category": label(fact[3])}}
                for domain in domains():
                    about = categories()[fact[3]].get("domain") == domain
                    if about or any(s.name == fact[2] and self.serves(s, places) for s in self.asked[domain] + self.instead[domain]):
                        doubts.setdefault(domain, []).append(reason)
        answers = {}
        for domain, gaps in reasons.items():
            own, why = records.get(domain, []), doubts.get(domain, []) + gaps
            answers[domain] = {"answer": "records" if own else "doubtful", "records": own, "reasons": why} if own or why else "clean"
        return text(head | {"world": world, "answers": answers}) + "\n"

    @staticmethod
    def record(fact, records, doubts):
        _, _, source, category, number, authority, day, domain, perhaps, repaired = fact
        record = {"category": label(category), "number": number, "authority": authority, "day": day, "source": source, "repaired": repaired}
        if domain is None:
            for other in domains():
                doubts.setdefault(other, []).append({"record": record, "why": "its authority is not known"})
            return
        records.setdefault(domain, []).append(record)
        for other in perhaps:
            doubts.setdefault(other, []).append({"record": record, "why": "its authority may act in this domain too"})


def write(world, period, results, path, every):
    """Lines for all subjects of whom there is a fact, and for each `every`-th of the others. Returns counts of answers."""
    judge, by_subject, counts = Judge(world, period, results), {}, {}
    for result in results.values():
        for fact in result.facts:
            if fact[0] in ("record", "held", "world"):
                by_subject.setdefault(fact[1], []).append(fact)
    tally = lambda answer, n=1: counts.__setitem__(answer, counts.get(answer, 0) + n)
    plain_counts = {}
    with open(path, "w", encoding="utf-8") as file:
        for index in range(world.count):
            facts = by_subject.get(index)
            if not facts:
                places = frozenset(world.places(world.subject(index)))
                plain_counts[places] = plain_counts.get(places, 0) + 1
                if index % every == 0:
                    file.write(judge.line(index, None))
                continue
            line = judge.line(index, facts)
            file.write(line)
            for answer in json.loads(line)["answers"].values():
                tally(answer if isinstance(answer, str) else answer["answer"])
    for places, number in plain_counts.items():
        for reasons in judge.reasons(places)[0].values():
            tally("doubtful" if reasons else "clean", number)
    return judge, counts
