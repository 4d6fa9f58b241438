#!/usr/bin/env python3
"""Small histories of deliveries with their right verdicts, for property tests: histories.py SEED COUNT OUT.jsonl [--each]

One line of OUT is one history:
  id, tags, window {from, through}     the days that are asked about; what the tags mean: below
  sources    [{name, categories, authorities}]: what each source owes, by labels, and who signs what belongs to its domain
  deliveries in the order of handing in: {source, kind, from, through, categories, received, allSince, confirmed} as in a
             sidecar; file: equal numbers mean equal bytes, null: no file; broken: the file cannot be read; and
    rows     [{category, name, kind, code, organisationCode, number, authority, date, fields {label: value}}], null or
             absent: an empty cell. kind is 类别. A natural person's row has `identity` (证件号码) and no code.
             {noData: text} is a note among the rows. Rows of withdrawals and repairs also have changeNumber and changeDate
             (撤销决定文书号, 撤销日期; 修复…). Rows of kind `registration`: {name, code, formerNames, changedOn, address}
  outcomes   by delivery and row: the outcomes that are right, one of: new, replaces, same, withdraws, held, no-data;
             same-file (the bytes are known: nothing happens), unread (broken: nothing of it is taken in)
  verdict    after all deliveries (with --each, `verdicts` has one after each of them):
    coverage [{source, category, days [[first, last], …]}] within the window
    subjects [{code, names (latest first), registered, records, doubts, answers, domains}]
      records  [{category, authority, number, source, rows, ended, repaired, counts}]: not withdrawn; counts: in the window,
               or without a day that can be believed
      doubts   [{delivery, row, source, category, reason, counts}]: held rows that may be about the subject
      answers  [{source, category, answer}], domains [{source, answer}]: clean, doubtful or records

Tags: kinds of defects, and of what is contested. With these the rules leave a choice, and a store may differ if it errs to
the other side of clean: redelivered-withdrawn (counts again), change-first (a withdrawal or repair before what it changes:
held), change-after-row (the registrar tells of a new name after a row under it was held: it stays held), mended (a held row
that comes again with its code: it still doubts), nameless-on-list (opens all days from its own on), broken-after-good (the
days are open again), future (days after the delivery are not covered), stranger (a code that the registrar does not know).
"""
import argparse
import datetime
import json
import random

from codes import credit_code, identity_number, mistyped
from naming import have_something_in_common, misspelt, respelt
from verdicts import LISTS, judged

FIRST, LAST = datetime.date(2026, 10, 1), datetime.date(2026, 10, 14)
PENALTY, COERCION, ABNORMAL, BREACH = "行政处罚", "行政强制", "经营（活动）异常名录（状态）", "其他严重失信主体名单"
SOURCES = {
    "广东省水利厅": ([PENALTY, COERCION], ["广东省水利厅", "广州市水务局", "惠州市水务局"]),
    "广东省消防救援总队": ([PENALTY, COERCION], ["广州市天河区消防救援大队", "东莞市消防救援支队"]),
    "广东省体育局": ([PENALTY, COERCION], ["广东省体育局", "广州市体育局"]),
    "广东省市场监督管理局": ([PENALTY, COERCION, ABNORMAL, BREACH], ["广东省市场监督管理局"]),
}
REGISTRAR = "广东省市场监督管理局"
PLACES = [("440106", "广州市"), ("440305", "深圳市"), ("441900", "东莞市"), ("441302", "惠州市")]
TRADE_NAMES = ["岭秀远航", "珠翠百川", "榕荫鼎诺", "云鹭启衡", "粤梧同济", "鹏程瀚澜", "荔湾淳熙", "木棉·晴川", "海晏松涛", "禾稷丰登"]
BUSINESSES = ["贸易", "食品", "物流", "建筑工程", "信息科技"]
DEFECTS = ["no-code", "mistyped", "mistyped-passing", "respelt", "misspelt", "foreign-code", "nameless", "no-date", "impossible-date",
           "no-authority", "code-only", "organisation-code", "stranger", "person", "placeholder", "former-name", "respelt-no-code"]


class Maker:
    def __init__(self, number, chance):
        self.random, self.tags = chance, set()
        self.number, self.files, self.documents = number, 0, 0
        self.subjects = []

    def subject(self):
        r, taken = self.random, {name for s in self.subjects for name in s["names"]}
        place, city = r.choice(PLACES)
        number = self.number * 8 + len(self.subjects)
        if self.subjects and r.random() < 0.1:  # a namesake: sole traders may have equal names in different places
            self.tags.add("namesakes")
            first = self.subjects[0]
            place, city = r.choice([p for p in PLACES if p[0] != first["code"][2:8]])
            if first["code"].startswith("91"):
                first |= {"code": credit_code("92", first["code"][2:8], self.number * 8), "kind": "个体工商户",
                          "names": [r.choice(TRADE_NAMES) + r.choice(["小吃店", "商行"])]}
            return {"code": credit_code("92", place, number), "names": list(first["names"]), "kind": "个体工商户", "place": city}
        fresh = [t for t in TRADE_NAMES if not any(t in name for name in taken)]
        names = [city + r.choice(fresh) + r.choice(BUSINESSES) + r.choice(["有限公司", "有限公司", "（广东）有限公司"])]
        if r.random() < 0.3:
            other = r.choice([t for t in fresh if t not in names[0]])
            names.append(city + other + r.choice(BUSINESSES) + "有限公司")  # a former name, with little in common
        return {"code": credit_code("91", place, number), "names": names, "kind": r.choice(["法人及非法人组织", None]), "place": city}

    def delivery(self, source, kind, start, through, categories, rows, **more):
        self.files += 1
        received = through + datetime.timedelta(self.random.choice([1, 1, 2, 5]))
        return {"source": source, "kind": kind, "from": str(start), "through": str(through), "categories": categories,
                "received": str(received), "allSince": None, "confirmed": False, "file": self.files if rows else None, "broken": False,
                "rows": rows} | more

    # MARK: rows

    def decision(self, source, categories, start, through):
        """The rows of one decision: about one subject or several, in one row or several."""
        r = self.random
        category = r.choice(categories)
        self.documents += 1
        if r.random() < 0.85:
            date = start + datetime.timedelta(r.randrange((through - start).days + 1))
        else:
            date = r.choice([FIRST - datetime.timedelta(r.randrange(1, 99)), through])
        offenders = r.sample(self.subjects, 2) if len(self.subjects) > 1 and r.random() < 0.1 else [r.choice(self.subjects)]
        if len(offenders) > 1:
            self.tags.add("several-offenders")
        common = {"number": None if category in LISTS or r.random() < 0.05 else f"示罚〔2026〕{self.documents}号",
                  "authority": r.choice(SOURCES[source][1]), "date": str(date)}
        rows = []
        for offender in offenders:
            row = {"category": category, "name": offender["names"][0], "kind": offender["kind"] if category == PENALTY else None, "code": offender["code"],
                   "organisationCode": None, **common, "fields": self.fields(category, self.documents)}
            own = [row]
            if category not in LISTS and r.random() < 0.1:
                self.tags.add("several-rows")
                own.append(row | {"fields": {**row["fields"], "处罚类别" if category == PENALTY else "类别": "其他"}})
            if r.random() < 0.04:
                self.tags.add("doubled-row")
                own.append(dict(row))
            if r.random() < 0.25:
                own = [self.spoilt(row, offender) for row in own]
            rows += own
        return rows

    @staticmethod
    def fields(category, number):
        if category == PENALTY:
            return {"处罚类别": "罚款", "处罚内容": f"罚款人民币{number}00元。", "罚款金额(万元)": f"{number / 100:g}"}
        return {"类别": "查封", "内容": f"查封场所{number}处。"} if category == COERCION else {
            "列入经营异常名录原因类型名称" if category == ABNORMAL else "列入事由": f"事由{number}"}

    def spoilt(self, row, offender):
        r = self.random
        defect = r.choice(DEFECTS)
        others = [s for s in self.subjects if s["code"] != offender["code"] and s["names"][0] != offender["names"][0]]
        if defect == "foreign-code" and not others or defect == "former-name" and len(offender["names"]) < 2:
            defect = "no-code"
        if row["category"] != PENALTY and defect in ("person", "organisation-code"):  # other tables have no such columns
            defect = "no-code"
        self.tags.add(defect)
        code, name = row["code"], row["name"]
        match defect:
            case "no-code": return row | {"code": None}
            case "placeholder": return row | {"code": r.choice(["000000000000000000", "111111111111111111"])}
            case "mistyped": return row | {"code": mistyped(code, r)}
            case "mistyped-passing": return row | {"code": mistyped(code, r, passing=True)}
            case "respelt": return row | {"name": respelt(name, r)}
            case "respelt-no-code": return row | {"name": respelt(name, r), "code": None}
            case "misspelt": return row | {"name": misspelt(name, r)}
            case "former-name": return row | {"name": offender["names"][1], "code": r.choice([code, code, None])}
            case "foreign-code":
                other = r.choice(others)
                if have_something_in_common(name, other["names"][0]):
                    self.tags.add("foreign-code-alike")
                return row | {"code": other["code"]}
            case "code-only": return row | {"name": None}
            case "organisation-code": return row | {"name": r.choice([None, misspelt(name, r)]), "code": None, "organisationCode": code[8:17]}
            case "no-date": return row | {"date": None}
            case "impossible-date": return row | {"date": r.choice(["2026-02-30", "2026-13-01", "不详", "1900-01-01"])}
            case "no-authority": return row | {"authority": None}
            case "stranger":
                return row | {"name": "佛山市未登记" + r.choice(["甲乙", "丙丁"]) + "经营部", "code": credit_code("91", "440604", 700_000_000 + self.number)}
            case "person":
                return row | {"name": "示例甲", "kind": "自然人", "code": None, "identity": identity_number(self.number)}
        return row | {"name": None, "code": None, "date": r.choice([row["date"], row["date"], None])}

    # MARK: deliveries

    def increments(self, source, owed):
        """The window in parts, each delivered in some way."""
        r = self.random
        cuts = sorted(r.sample(range(1, (LAST - FIRST).days + 1), r.choice([0, 0, 1, 1, 2])))
        bounds = [0, *cuts, (LAST - FIRST).days + 1]
        for begin, end in zip(bounds, bounds[1:]):
            start, through = FIRST + datetime.timedelta(begin), FIRST + datetime.timedelta(end - 1)
            categories = owed if r.random() < 0.85 else r.sample(owed, r.randrange(1, len(owed) + 1))
            rows = [row for _ in range(r.choice([1, 1, 2, 3])) for row in self.decision(source, categories, start, through)]
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
                yield make("increment", r.choice([[], [{"noData": "本周无数据"}]]), confirmed=r.random() < 0.5)
            elif kind < 0.82:
                self.tags.add("broken")
                yield make("increment", rows, broken=True)
                if r.random() < 0.5:
                    yield make("increment", rows)
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
        yield self.delivery(source, "snapshot", through, through, [category], fewer, allSince=since, confirmed=r.random() < 0.3)

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
            yield delivery | again | {"file": delivery["file"]}
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
        yield self.delivery(REGISTRAR, "registration", before, before, ["登记信息"], [row(s, s["names"]) for s in self.subjects])
        if r.random() < 0.1 and self.subjects[0]["kind"] != "个体工商户":
            self.tags.add("new-name")
            changed = self.subjects[0]
            names = [changed["place"] + "更名后" + r.choice(["甲", "乙"]) + "实业有限公司", *changed["names"]]
            changed["coming"] = names[0]
            yield self.delivery(REGISTRAR, "registration", LAST, LAST, ["登记信息"], [row(changed, names)])

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
        deliveries.insert(0, first)
        received = ""
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
