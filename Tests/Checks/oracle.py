"""Random credit files whose right answer is known by how they were made.

An oracle that shares no code with what it judges: it never reads a file to find the answer. Each file begins as one of
which all ten domains are clean, and gets some changes; each change knows which domains it forbids to be called clean, or
that the file must be refused. What no change forbids must be clean, since nothing is in doubt there.
"""
import dataclasses
import datetime
import json
import random

TEN = ["基本建设投资", "人力资源社会保障", "建筑市场监管", "住房公积金", "安全生产", "市场监管", "税务", "消防安全", "药品监管", "文化执法"]
ALL = frozenset(TEN)
FROM, TO = datetime.date(2023, 11, 20), datetime.date(2026, 11, 19)
AS_OF = "2026-11-20T18:00:00+08:00"

# Who must deliver, by domain (the province's departments: domain.md §3.1).
SOURCES = {
    "基本建设投资": "广东省发展和改革委员会", "人力资源社会保障": "广东省人力资源和社会保障厅",
    "建筑市场监管": "广东省住房和城乡建设厅", "住房公积金": "广东省住房和城乡建设厅", "安全生产": "广东省应急管理厅",
    "市场监管": "广东省市场监督管理局", "税务": "国家税务总局广东省税务局", "消防安全": "广东省消防救援总队",
    "药品监管": "广东省药品监督管理局", "文化执法": "广东省文化和旅游厅"}
SHENZHEN_TAX = "国家税务总局深圳市税务局"
# Categories that count under Guangdong's profile, by label, and some that do not.
COUNTING = ["行政处罚", "行政强制", "失信被执行人", "安全生产领域失信生产经营单位", "重大税收违法", "政府采购严重违法失信",
            "严重违法超限超载运输当事人", "其他严重失信主体名单", "经营（活动）异常名录（状态）", "刑事裁判"]
OTHERS = ["行政许可", "行政奖励", "行政确认"]

# Names as bodies sign, with the domains of the ten that they may act for; nothing: sure to act for none of them.
SIGNED = [
    ("国家税务总局广州市天河区税务局", {"税务"}), ("国家税务总局佛山市税务局第一稽查局", {"税务"}),
    ("国家税务总局东莞市税务局虎门税务分局", {"税务"}), ("国家税务总局广州市白云区税务局太和税务所", {"税务"}),
    ("广州市天河区应急管理局", {"安全生产"}), ("佛山市应急管理局", {"安全生产"}),
    ("广州市天河区消防救援大队", {"消防安全"}), ("东莞市消防救援支队", {"消防安全"}),
    ("广州市人力资源和社会保障局", {"人力资源社会保障"}), ("中山市人力资源和社会保障局", {"人力资源社会保障"}),
    ("广州住房公积金管理中心", {"住房公积金"}), ("广东省文化和旅游厅", {"文化执法"}),
    ("广州市水务局", set()), ("英德市水务局", set()), ("广州市生态环境局", set()), ("惠州市自然资源局", set()),
    ("广州市公安局天河区分局", set()), ("深圳海关", set()), ("广州市卫生健康委员会", set()),
    # A market bureau also watches drugs sold in shops.
    ("广州市市场监督管理局", {"市场监管", "药品监管"}), ("广州市天河区市场监督管理局", {"市场监管", "药品监管"}),
]
# Of these nobody can say for whom they act: any domain.
UNKNOWN = ["83b1f0c2-2b6d-4c8e-9d3a-2f1e5b7c9a10", "2024-05-01", "某单位", "示例办公室", "见处罚决定书"]
JOINERS = [" ", "　", "\t", "\n", "_x000D_", "​", "、", "，", "；", "和", "与", "及", "并", "。", "", "/", "（", "\r\n", "等，"]

NULL_DAYS = ["1970-01-01", "1970-01-01 00:00:00", "1970-01-01 08:00:00", "1970-01-01T08:00:00+08:00", "1970/01/01",
             "19700101", "1970年1月1日", "1899-12-30", "1899/12/30", "1900-01-00", "1900-01-01", "0001-01-01",
             "0001-01-01 00:00:00", "9999-12-31", "0000-00-00"]
NO_DAYS = [None, "", "无", "—", "2025-02-30", "2025-13-01", "不详"]


def checked_code(place, number):
    """A 统一社会信用代码 (GB 32100) that nobody has, with both its check characters."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organisation = f"{number:08d}"
    rest = 11 - sum(int(c) * w for c, w in zip(organisation, [3, 7, 9, 10, 5, 8, 4, 2])) % 11
    body = f"91{place}{organisation}{'X' if rest == 10 else 0 if rest == 11 else rest}"
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


@dataclasses.dataclass
class Made:
    """A credit file and what is right about it."""
    seed: int
    data: dict
    # Domains that must not be called clean, each with the changes that forbid it.
    forbidden: dict = dataclasses.field(default_factory=dict)
    # Of these the oracle says nothing: clean or not, both are defensible.
    open: set = dataclasses.field(default_factory=set)
    # Why the file must be refused; empty: it must be taken.
    refused: list = dataclasses.field(default_factory=list)
    changes: list = dataclasses.field(default_factory=list)

    def forbid(self, domains, why):
        self.changes.append(why)
        for domain in set(domains) & ALL:
            self.forbidden.setdefault(domain, []).append(why)


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        # Shenzhen's subjects need Shenzhen's tax bureau too, by the place in their code or by their address.
        self.place = self.random.choice(["440106", "440106", "441900", "440305", "441521"])
        address = {"440106": "广州市天河区示例路1号", "441900": "东莞市南城街道示例路1号", "440305": "深圳市南山区示例路1号",
                   "441521": self.random.choice(["汕尾市海丰县示例路1号", "深圳市深汕特别合作区鹅埠镇示例路1号"])}[self.place]
        self.sources = list(SOURCES.items())
        # Where the file says when the subject was set up, no act can be older.
        self.is_dated = self.random.random() < 0.6
        self.needs_shenzhen = "深圳" in address
        if self.needs_shenzhen:
            self.sources.append(("税务", SHENZHEN_TAX))
        self.made = Made(seed, {
            "version": 1, "asOf": AS_OF,
            "subject": {"kind": "企业", "name": f"示例第{seed}有限公司", "code": checked_code(self.place, seed % 10**8),
                        "成立日期": "2012-05-30", "住所": address},
            "records": {}, "coverage": [self.entry(domain, source) for domain, source in self.sources]})
        if not self.is_dated:
            del self.made.data["subject"]["成立日期"]

    @staticmethod
    def entry(domain, source, **more):
        return {"source": source, "domains": [domain], "from": "2016-01-01", "through": "2026-11-19", "state": "loaded"} | more

    def parts(self, domain, source, through, begin, **more):
        """What was delivered up to a day, and from another on, if the period goes so far."""
        parts = [self.entry(domain, source, through=str(through), **more)]
        if begin <= TO:
            parts.append(self.entry(domain, source, **{"from": str(begin)}, **more))
        return parts

    def file(self):
        for _ in range(self.random.choice([0, 0, 1, 1, 1, 2, 3])):
            self.change_coverage()
        for _ in range(self.random.choice([0, 1, 1, 2, 3, 5])):
            self.add_record()
        if self.random.random() < 0.05:
            self.change_file()
        self.random.shuffle(self.made.data["coverage"])
        return self.made

    # MARK: what sources delivered

    def change_coverage(self):
        entries = self.made.data["coverage"]
        plain = [e for e in entries if e.keys() == {"source", "domains", "from", "through", "state"} and e["state"] == "loaded"
                 and (e["from"], e["through"]) == ("2016-01-01", "2026-11-19")]
        # One change a source, so that changes do not mend or hide each other.
        plain = [e for e in plain if sum(o["source"] == e["source"] and o.get("domains") == e["domains"] for o in entries) == 1]
        if not plain:
            return
        entry = self.random.choice(plain)
        domain, source = entry["domains"][0], entry["source"]
        day = self.random.choice([FROM, TO, FROM + datetime.timedelta(self.random.randrange((TO - FROM).days))])
        before, after = day - datetime.timedelta(1), day + datetime.timedelta(1)
        forbid = self.made.forbid
        others = self.random.sample(OTHERS, self.random.randint(1, 2))
        match self.random.randrange(22):
            case 0:
                entries.remove(entry)
                forbid([domain], f"{source} delivered nothing")
            case 1:
                entry["state"] = self.random.choice(["failed", "missing", "归集失败", "未归集"])
                forbid([domain], f"{source} {entry['state']}")
            case 2:
                entry["from"] = str(FROM + datetime.timedelta(self.random.choice([1, 1, 2, 400])))
                forbid([domain], f"{source} begins late")
            case 3:
                entry["through"] = str(TO - datetime.timedelta(self.random.choice([1, 1, 2, 400])))
                forbid([domain], f"{source} ends early")
            case 4:
                entry[self.random.choice(["from", "through"])] = self.random.choice([None, ""])
                forbid([domain], f"{source} does not say its days")
            case 5:  # a gap of the one day
                entries.remove(entry)
                entries += self.parts(domain, source, before, after)
                forbid([domain], f"{source} has a gap on {day}")
            case 6:  # two that follow each other: no gap
                entries.remove(entry)
                entries += self.parts(domain, source, day, after)
                self.made.changes.append(f"{source} in two parts")
            case 7:
                entries.append(self.entry(domain, source, **{"from": str(day), "through": str(day), "state": "failed"}))
                forbid([domain], f"{source} failed on {day}")
            case 8:
                entries.append(self.entry(domain, source, **{"from": "2016-01-01", "through": str(FROM - datetime.timedelta(1)), "state": "failed"}))
                self.made.changes.append(f"{source} failed before the period")
            case 9:
                failed = self.entry(domain, source, **{"from": str(day), "through": str(day), "state": "failed"})
                del failed["domains"]
                entries.append(failed)
                forbid([d for d, s in self.sources if s == source], f"{source} failed on {day}, for no named domain")
            case 10:
                failed = self.entry(domain, source, state="failed")
                del failed["from"], failed["through"]
                entries.append(failed)
                forbid([domain], f"{source} failed on days that are not said")
            case 11:
                entries.append(self.entry(domain, source, state="failed", categories=others))
                self.made.changes.append(f"{source} failed for {others} only")
            case 12:
                entries.append(self.entry(domain, source, state="failed", categories=["行政处罚"] + others))
                forbid([domain], f"{source} failed for penalties")
            case 13:
                entry["categories"] = others
                forbid([domain], f"{source} delivered {others} only")
            case 14:
                entry["categories"] = COUNTING + others
                self.made.changes.append(f"{source} names all its categories")
            case 15:
                entry["categories"] = [c for c in COUNTING if c != "行政处罚"] + others
                forbid([domain], f"{source} delivered all but penalties")
            case 16:  # penalties and the rest apart, both whole
                entry["categories"] = ["行政处罚"]
                entries.append(self.entry(domain, source, categories=[c for c in COUNTING if c != "行政处罚"]))
                self.made.changes.append(f"{source} by category")
            case 17:
                entry["categories"] = [c for c in COUNTING if c != "行政处罚"]
                entries += self.parts(domain, source, before, after, categories=["行政处罚"])
                forbid([domain], f"{source} has a gap in its penalties on {day}")
            case 18:
                entry["from"], entry["through"] = entry["through"], entry["from"]
                self.made.refused.append(f"{source}: days exchanged")
            case 19:
                entry["through"] = self.random.choice(["2026-11-18T16:00:00Z", "2026-11-19T00:00:00+08:00", "2026-11-19 00:00:00"])
                forbid([domain], f"{source} ends with the first moment of the last day")
            case 20:
                entry["through"] = self.random.choice(["2030-12-31", "2026-11-20"])
                self.made.changes.append(f"{source} says more than there can be")
            case 21:
                self.made.data.setdefault("unattributed", [])
                row = {"source": source, "domains": [domain], "categories": ["行政处罚"], "count": self.random.randint(1, 5),
                       "reason": "行内无可识别的主体"}
                outside = self.random.random() < 0.3
                if outside:
                    row["day"] = "2019-01-01"
                elif self.random.random() < 0.5:
                    row["day"] = str(day)
                if self.random.random() < 0.3:
                    row["categories"] = others
                    outside = True
                if self.random.random() < 0.3:
                    del row["domains"]
                    domains = [d for d, s in self.sources if s == source]
                else:
                    domains = [domain]
                self.made.data["unattributed"].append(row)
                if outside:
                    self.made.changes.append(f"{source} could not attribute what does not concern")
                else:
                    forbid(domains, f"{source} could not attribute rows")

    # MARK: what is on record

    def day(self):
        """A day as a table has it, and whether an act of it may lie in the period."""
        kind = self.random.random()
        if kind < 0.45:
            day = self.random.choice([FROM, TO, FROM + datetime.timedelta(self.random.randrange((TO - FROM).days))])
            return self.written(day), True
        if kind < 0.65:
            day = self.random.choice([FROM - datetime.timedelta(1), datetime.date(2013, 1, 1), datetime.date(2020, 6, 30)])
            return self.written(day), False
        if kind < 0.85:
            return self.random.choice(NULL_DAYS), True
        if kind < 0.95:
            return self.random.choice(NO_DAYS), True
        # Before there was the subject, long before any source began, or after the records were gathered.
        before = ["2012-05-29", "1950-01-01"] if self.is_dated else ["1949-09-30", "1985-06-01", "1979-12-31"]
        return self.random.choice(before + ["1949-09-30", "2026-11-21", "2035-01-01", f"{FROM - datetime.timedelta(1)} 24:00:00"]), True

    def written(self, day):
        return self.random.choice([
            f"{day}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day} 10:30:00",
            f"{day}T10:30:00+08:00", f"{day} 00:00:00"])

    def authority(self):
        """A name as signed, and for each body in it the domains for which it may act."""
        kind = self.random.random()
        if kind < 0.55:
            name, domains = self.random.choice(SIGNED)
            return name, [domains]
        if kind < 0.65:
            return self.random.choice(UNKNOWN + [None]), [ALL]
        (first, some), (second, more) = self.random.sample(SIGNED, 2)
        joiner = self.random.choice(JOINERS)
        return first + joiner + second + ("）" if joiner == "（" else ""), [some, more]

    def add_record(self):
        match self.random.choices(["penalty", "coercion", "list", "abnormal", "other"], [6, 2, 2, 2, 1])[0]:
            case "penalty" | "coercion" as kind:
                name, bodies = self.authority()
                domains = set().union(*bodies)
                written, inside = self.day()
                category = "行政处罚" if kind == "penalty" else "行政强制"
                label = {"行政处罚": ("行政处罚决定书文号", "处罚决定日期", "处罚机关"), "行政强制": ("文书号", "决定日期", "决定机关")}[category]
                record = {label[0]: f"示罚〔2025〕{self.random.randrange(10**6)}号", label[1]: written, label[2]: name}
                if kind == "penalty":
                    record |= {"处罚类别": "罚款", "处罚内容": "罚款1000元。", "违法行为类型": "甲", "违法事实": "乙。", "处罚依据": "丙"}
                    if self.random.random() < 0.2:
                        record["处罚程序"] = self.random.choice(["简易程序", "普通程序", None])
                    if self.random.random() < 0.2:
                        record["信用修复状态"] = "已修复"
                if self.random.random() < 0.25:
                    own = self.random.choice(TEN)
                    record["领域"] = own
                    # What the record says against what a body does that signed it: a doubt in both.
                    domains = {own}.union(*(body for body in bodies if own not in body))
                self.put(category, record, domains, inside)
            case "list":
                category, domain = self.random.choice([
                    ("重大税收违法", "税务"), ("安全生产领域失信生产经营单位", "安全生产"), ("失信被执行人", None), ("政府采购严重违法失信", None)])
                record, domains = {"数据来源": "示例单位"}, {domain} - {None}
                if self.random.random() < 0.3:
                    record["领域"] = self.random.choice(TEN)
                    domains |= {record["领域"]}
                self.put(category, record, domains, True)
            case "abnormal":
                name, bodies = self.authority()
                domains = set().union(*bodies)
                beginning = self.random.choice([None, "2018-01-01", "2024-01-01", "2026-11-19", *NULL_DAYS[:5]])
                end = self.random.choice([None, "2023-11-19", "2023-11-20", "2025-01-01", "2017-01-01", *NULL_DAYS])
                record = {"列入原因": "通过登记的住所或者经营场所无法联系", "列入日期": beginning, "移出日期": end, "列入机关": name}
                # It ended before the period only if a day says so that can be believed: an end before its beginning cannot.
                ended = end == "2023-11-19" and beginning in (None, "2018-01-01") or end == "2017-01-01" and beginning is None
                if end in ("2023-11-19", "2017-01-01") and beginning in NULL_DAYS:
                    # Whether an end is to be believed beside such a beginning is open.
                    self.made.open |= set(domains) & ALL
                    domains = set()
                self.put("经营异常名录", record, domains, not ended)
            case "other":
                self.put("行政许可", {"行政许可决定文书号": f"示许〔2025〕{self.random.randrange(10**6)}号", "许可机关": "广州市水务局"}, set(), False)

    def put(self, category, record, domains, inside):
        if self.random.random() < 0.5:
            record = {key: value for key, value in record.items() if value is not None}
        self.made.data["records"].setdefault(category, []).append(record)
        what = f"{category} {record}"
        if inside:
            # The market bureaus' own list says nothing of drugs: whether it concerns them is open.
            if category == "经营异常名录" and domains == {"市场监管", "药品监管"}:
                self.made.open.add("药品监管")
                domains = {"市场监管"}
            self.made.forbid(domains, what)
        else:
            self.made.changes.append("outside: " + what)

    def change_file(self):
        match self.random.randrange(2):
            case 0:
                self.made.data["asOf"] = self.random.choice(["2030-01-01T00:00:00+08:00", "2099-12-31T00:00:00+08:00"])
                self.made.refused.append("asOf lies in the future")
            case 1:
                self.made.data["coverage"] = []
                self.made.refused.clear()
                self.made.forbid(ALL, "no source is named")


def make(seed):
    return Maker(seed).file()
