#!/usr/bin/env python3
"""Small histories of deliveries with their right verdicts, for property tests: histories.py SEED COUNT OUT.jsonl [--each]

One line of OUT is one history:
  id, tags, window {from, through}     the days that are asked about; what the tags mean: below
  sources    [{name, categories, authorities}]: what each source owes, by labels, and who signs what belongs to its domain
  deliveries in the order of handing in: {source, kind, from, through, categories, received, allSince, confirmed} as in a
             sidecar; file: equal numbers mean equal bytes, null: no file; table: its name, if not the number; broken: the file cannot be read; and
    rows     [{category, name, kind, code, organisationCode, number, authority, date, fields {label: value}}], null or
             absent: an empty cell. kind is 类别. A natural person's row has `identity` (证件号码) and no code.
             {noData: text} is a note among the rows. Rows of withdrawals and repairs also have changeNumber and changeDate
             (撤销决定文书号, 撤销日期; 修复…). Rows of kind `registration`: {name, code, formerNames, changedOn, address}
  outcomes   by delivery and row: the outcomes that are right, one of: new, replaces, same, outdated, withdraws, held, no-data;
             same-file (the bytes are known), unread (broken: nothing of it is taken in)
  verdict    after all deliveries (with --each, `verdicts` has one after each of them):
    coverage [{source, category, days [[first, last], …]}] within the window
    subjects [{code, names (latest first), registered, records, doubts, answers, domains}]
      records  [{category, authority, number, source, rows, ended, repaired, counts}]: not withdrawn; counts: in the window,
               or without a day that can be believed
      doubts   [{delivery, row, source, category, counts}]: held rows that may be about the subject; delivery and row null: a
               record of another subject under a name that is only this one's
      answers  [{source, category, answer}], domains [{source, answer}]: clean, doubtful or records

Tags: kinds of defects, and of what is contested. With these the rules leave a choice, and the oracle's is said here:
  ambiguous-number      an identity number that passes for a code, and no 类别: held
  broken-after-good     the days are open again
  change-after-row      the registrar tells of a new name after a row under it was held: it stays held
  change-first          a withdrawal or repair before what it changes stands
  few                   far fewer rows a day than in increments before it, of all or of one category: confirmed here, so that it
                        covers
  future                days not over when the delivery came are not covered
  mended                a later row about the same document that has the held row's name, and nobody else has it, settles
                        the held row; one that has its code settles it for the subject of the code, not for others
  unfounded-list        no snapshot says who stood on a list before the window: its days are not covered
  other-days            no row, or none of a category, was decided in the delivery's days: confirmed here, so that it covers
  nameless-confirmed    days that a row that names nobody opened stay open, whatever the source confirms later
  nameless-on-list      it opens all days from its own on
  no-name-typed         不详 for a name names nobody, and opens days
  registered-later      a subject of which rows may come before the registrar tells of it
  stranger              a code that passes and that the registrar does not know is a subject of its own, unless somebody
                        registered has the name
"""
import argparse
import datetime
import json
import random

from history_rows import COERCION, FIRST, LAST, PENALTY, SOURCES, RowMaker
from verdicts import LISTS, day, judged

REGISTRAR = "广东省市场监督管理局"


class Maker(RowMaker):
    def delivery(self, source, kind, start, through, categories, rows, **more):
        self.files += 1
        received = through + datetime.timedelta(self.random.choice([1, 1, 2, 5]))
        return {"source": source, "kind": kind, "from": str(start), "through": str(through), "categories": categories,
                "received": str(received), "allSince": None, "confirmed": False, "file": self.files if rows else None, "broken": False,
                "rows": rows} | more

    def increments(self, source, owed):
        """The window in parts, each delivered in some way."""
        r = self.random
        cuts = sorted(r.sample(range(1, (LAST - FIRST).days + 1), r.choice([0, 0, 1, 1, 2])))
        bounds = [0, *cuts, (LAST - FIRST).days + 1]
        for begin, end in zip(bounds, bounds[1:]):
            start, through = FIRST + datetime.timedelta(begin), FIRST + datetime.timedelta(end - 1)
            categories = owed if r.random() < 0.85 else r.sample(owed, r.randrange(1, len(owed) + 1))
            rows = [row for _ in range(r.choice([1, 1, 2, 3])) for row in self.decision(source, categories, start, through)]
            if len(categories) > 1 and r.random() < 0.04:
                self.tags.add("unnamed-category")  # rows of a category for which the delivery does not answer
                categories = [c for c in categories if c != rows[0]["category"]]
            make = lambda kind, rows, **more: self.delivery(source, kind, start, through, categories, rows, **more)
            kind = r.random()
            if kind < 0.50:
                if r.random() < 0.1:
                    rows.insert(r.randrange(len(rows) + 1), {"noData": r.choice(["填表说明：请按要求填写", "合计", "示例：某某公司"])})
                yield make("increment", rows)
            elif kind < 0.68:
                self.tags.add("nil")
                yield make("nil", [])
            elif kind < 0.75:
                self.tags.add("empty")
                empty = make("increment", r.choice([[], [{"noData": "本周无数据"}]]), confirmed=r.random() < 0.5)
                yield empty
                if not empty["confirmed"] and r.random() < 0.4:
                    self.tags.add("confirmed-later")
                    yield empty | {"confirmed": True}
            elif kind < 0.82:
                self.tags.add("broken")
                unread = make("increment", rows, broken=True)
                yield unread
                mending = r.random()
                if mending < 0.7:  # the same table, mended; or another one of these days
                    again = make("increment", rows, confirmed=mending < 0.1)
                    yield again | ({"table": str(unread["file"])} if mending < 0.55 else {})
            elif kind < 0.88:
                self.tags.add("missing")
            elif kind < 0.91:
                yield make("increment", rows) | {"received": str(max(start, through - datetime.timedelta(2)))}
            else:
                yield from self.snapshots(source, categories, start, through, rows)

    def snapshots(self, source, categories, start, through, rows):
        r = self.random
        self.tags.add("snapshot")
        category = rows[0]["category"]
        rows = [row for row in rows if row["category"] == category]
        yield self.delivery(source, "increment", start, through, categories, rows)
        since = str(r.choice([FIRST, start])) if category not in LISTS and r.random() < 0.7 else None
        fewer = rows[1:] if len(rows) > 1 and r.random() < 0.5 else rows
        snapshot = self.delivery(source, "snapshot", through, through, [category], fewer, allSince=since, confirmed=r.random() < 0.3)
        yield snapshot
        if not snapshot["confirmed"] and r.random() < 0.3:
            self.tags.add("confirmed-later")
            yield snapshot | {"confirmed": True}

    def later(self, delivery):
        """What comes after a delivery, because of it."""
        r, rows = self.random, [row for row in delivery["rows"] if "noData" not in row]
        again = {"received": str(datetime.date.fromisoformat(delivery["received"]) + datetime.timedelta(r.randrange(1, 6)))}
        kind = r.random()
        if not rows or delivery["broken"] or kind < 0.4:
            return
        self.files += 1
        again["file"] = self.files
        if kind < 0.5:
            self.tags.add("same-file")
            other = {}
            if r.random() < 0.25 and delivery["kind"] == "increment":  # last week's file for this week's
                self.tags.add("same-file-other-days")
                begin = datetime.date.fromisoformat(delivery["through"]) + datetime.timedelta(1)
                other = {"from": str(begin), "through": str(begin + datetime.timedelta(2)), "received": str(begin + datetime.timedelta(4))}
            yield delivery | again | {"file": delivery["file"], "confirmed": delivery["confirmed"] or r.random() < 0.1} | other
        elif kind < 0.6:
            self.tags.add("same-rows")
            yield delivery | again
        elif kind < 0.72:
            self.tags.add("corrected")
            place = r.randrange(len(rows))
            row = rows[place] | {"fields": {**rows[place]["fields"], "备注": "更正"}}
            owner = next((s for s in self.subjects if row["name"] in s["names"]), None)
            if owner and row["code"] is None and "identity" not in row:
                row["code"] = owner["code"]
            if row["number"] and r.random() < 0.4:  # changed in later days, and delivered with these
                self.tags.add("corrected-later")
                begin = datetime.date.fromisoformat(delivery["through"]) + datetime.timedelta(1)
                own = [row if i == place else other for i, other in enumerate(rows) if other["number"] == row["number"]]
                end = begin + datetime.timedelta(r.randrange(2))
                received = max(again["received"], str(end + datetime.timedelta(1)))
                yield delivery | again | {"rows": own, "from": str(begin), "through": str(end), "received": received, "kind": "increment", "allSince": None}
            else:
                yield delivery | again | {"rows": [row if i == place else other for i, other in enumerate(rows)]}
        elif kind < 0.77:
            self.tags.add("broken")
            yield delivery | again | {"broken": True}
        else:
            word = "withdrawal" if kind < 0.92 else "repair"
            chosen = [row for row in rows if row["number"]]
            if chosen:
                self.tags.add(word)
                document = r.choice(chosen)["number"]
                own = [row | {"changeNumber": f"{document}之一", "changeDate": again["received"]} for row in chosen if row["number"] == document]
                yield delivery | again | {"kind": word, "from": again["received"], "through": again["received"], "allSince": None,
                                          "rows": own[:1] if r.random() < 0.7 else own}

    def registrations(self):
        r = self.random
        row = lambda s, names: {"name": names[0], "code": s["code"], "formerNames": names[1:], "changedOn": "2026-09-01" if names[1:] else None,
                                "address": s["place"] + "示例路1号"}
        before = datetime.date(2026, 9, 15)
        known = self.subjects
        if len(known) > 1 and r.random() < 0.15:
            self.tags.add("registered-later")
            known = known[:-1]
        yield self.delivery(REGISTRAR, "registration", before, before, ["登记信息"], [row(s, s["names"]) for s in known])
        for s in self.subjects[len(known):]:
            self.late_registration = self.delivery(REGISTRAR, "registration", FIRST, FIRST, ["登记信息"], [row(s, s["names"])])
        if r.random() < 0.1 and self.subjects[0]["kind"] != "个体工商户":
            self.tags.add("new-name")
            changed = self.subjects[0]
            names = [changed["place"] + "更名后" + r.choice(["甲", "乙"]) + "实业有限公司", *changed["names"]]
            changed["coming"] = names[0]
            yield self.delivery(REGISTRAR, "registration", LAST, LAST, ["登记信息"], [row(changed, names)])

    def lists(self, source):
        """Who stands on the source's lists when the window begins: nobody. Now and then nobody says so."""
        before = FIRST - datetime.timedelta(1)
        owed = [category for category in SOURCES[source][0] if category in LISTS]
        if owed and self.random.random() < 0.85:
            yield self.delivery(source, "snapshot", before, before, owed, [], confirmed=True)
        elif owed:
            self.tags.add("unfounded-list")

    def confirm_few(self, deliveries):
        """What is under a tenth of a source's usual depends on what is usual: far fewer rows a day than ever are confirmed."""
        rates = {}
        for index, delivery in enumerate(deliveries):
            rows = [row for row in delivery["rows"] if "noData" not in row]
            if delivery["kind"] != "increment" or not rows or delivery["broken"]:
                continue
            span = datetime.date.fromisoformat(delivery["through"]) - datetime.date.fromisoformat(delivery["from"])
            for category in [None, *delivery["categories"]]:
                known = rates.setdefault((delivery["source"], category), [])
                count = sum(category in (None, row["category"]) for row in rows)
                rate = count / (span.days + 1)
                if known and rate < 0.2 * max(known) and (count or max(known) * (span.days + 1) > 5):
                    self.tags.add("few")
                    deliveries[index] = delivery | {"confirmed": True}
                known.append(rate)

    def confirm_other_days(self, deliveries):
        """An increment without a row of its own days is perhaps an old table: confirmed here, so that it covers."""
        for index, delivery in enumerate(deliveries):
            rows = [row for row in delivery["rows"] if "noData" not in row and "date" in row]
            first, last = map(datetime.date.fromisoformat, (delivery["from"], delivery["through"]))
            sheets = [rows, *([row for row in rows if row["category"] == category] for category in delivery["categories"])]
            if delivery["kind"] == "increment" and any(
                    sheet and all((own := day(row["date"])) and not first <= own <= last for row in sheet) for sheet in sheets):
                self.tags.add("other-days")
                deliveries[index] = delivery | {"confirmed": True}

    def history(self):
        r = self.random
        for _ in range(r.choice([1, 2, 2, 3])):
            self.subjects.append(self.subject())
        first, *changes = self.registrations()
        chosen = r.sample(list(SOURCES), r.choice([1, 1, 2]))
        deliveries = list(changes)
        for source in chosen:
            for delivery in self.increments(source, SOURCES[source][0]):
                coming = next((s for s in self.subjects if "coming" in s), None)
                for row in delivery["rows"]:
                    if coming and row.get("name") == coming["names"][0] and r.random() < 0.5:
                        row["name"] = coming["coming"]
                deliveries += [delivery, *self.later(delivery)]
        deliveries = deliveries[:8]
        if len(chosen) > 1 and r.random() < 0.1 and deliveries and deliveries[-1]["rows"] and deliveries[-1]["kind"] == "increment":
            self.tags.add("two-sources")  # one source delivers what another one has delivered
            self.files += 1
            other = next(c for c in chosen if c != deliveries[-1]["source"])
            rows = [row for row in deliveries[-1]["rows"] if row.get("category") in (PENALTY, COERCION)]
            if rows:
                deliveries.append(deliveries[-1] | {"source": other, "file": self.files, "rows": rows, "broken": False,
                                                    "categories": [PENALTY, COERCION]})
        if r.random() < 0.4:
            r.shuffle(deliveries)  # late, and in any order
            self.tags.add("shuffled")
        if self.late_registration:
            deliveries.insert(r.randrange(len(deliveries) + 1), self.late_registration)
        deliveries[:0] = [first, *(list_ for source in chosen for list_ in self.lists(source))]
        received = ""
        self.confirm_few(deliveries)
        self.confirm_other_days(deliveries)
        for index, delivery in enumerate(deliveries):
            received = max(received, delivery["received"])
            delivery = deliveries[index] = delivery | {"received": f"{received}T{8 + index:02d}:00:00+08:00"}
        return {"id": str(self.number), "tags": sorted(self.tags), "window": {"from": str(FIRST), "through": str(LAST)},
                "sources": [{"name": s, "categories": SOURCES[s][0], "authorities": SOURCES[s][1]} for s in chosen], "deliveries": deliveries}


def history(seed, number, each=False):
    return judged(Maker(number, random.Random(f"{seed}/{number}")).history(), each)


def main():
    parser = argparse.ArgumentParser(description="Small histories of deliveries with their right verdicts.")
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("out")
    parser.add_argument("--each", action="store_true", help="a verdict after each delivery")
    given = parser.parse_args()
    with open(given.out, "w", encoding="utf-8") as file:
        for number in range(given.count):
            file.write(json.dumps(history(given.seed, number, given.each), ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
