"""The subjects of a small history, and rows about them, good and spoilt (histories.py)."""
import datetime

from codes import ambiguous_number, credit_code, identity_number, mistyped
from naming import core, have_something_in_common, misspelt, respelt
from verdicts import LISTS

FIRST, LAST = datetime.date(2026, 10, 1), datetime.date(2026, 10, 14)
PENALTY, COERCION, ABNORMAL, BREACH = "行政处罚", "行政强制", "经营（活动）异常名录（状态）", "其他严重失信主体名单"
SOURCES = {
    "广东省水利厅": ([PENALTY, COERCION], ["广东省水利厅", "广州市水务局", "惠州市水务局"]),
    "广东省消防救援总队": ([PENALTY, COERCION], ["广州市天河区消防救援大队", "东莞市消防救援支队"]),
    "广东省体育局": ([PENALTY, COERCION], ["广东省体育局", "广州市体育局"]),
    "广东省市场监督管理局": ([PENALTY, COERCION, ABNORMAL, BREACH], ["广东省市场监督管理局"]),
}
PLACES = [("440106", "广州市"), ("440305", "深圳市"), ("441900", "东莞市"), ("441302", "惠州市")]
TRADE_NAMES = ["岭秀远航", "珠翠百川", "榕荫鼎诺", "云鹭启衡", "粤梧同济", "鹏程瀚澜", "荔湾淳熙", "木棉·晴川", "海晏松涛", "禾稷丰登"]
BUSINESSES = ["贸易", "食品", "物流", "建筑工程", "信息科技"]
DEFECTS = ["no-code", "mistyped", "mistyped-passing", "respelt", "misspelt", "foreign-code", "nameless", "no-date", "impossible-date",
           "no-authority", "code-only", "organisation-code", "stranger", "person", "placeholder", "former-name", "respelt-no-code",
           "ambiguous-number", "no-name-typed", "misspelt-no-code", "misspelt-mistyped", "short-name", "masked-name", "hidden-name"]
AMBIGUOUS = [ambiguous_number(n) for n in range(3)]


class RowMaker:
    def __init__(self, number, chance):
        self.random, self.tags = chance, set()
        self.number, self.files, self.documents = number, 0, 0
        self.subjects, self.late_registration = [], None

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
        if self.subjects and self.subjects[0]["code"].startswith("91") and r.random() < 0.1:
            self.tags.add("neighbours")  # their names are one slip apart
            own = self.subjects[0]["names"][0]
            place_of = own.index("市") + 2
            return {"code": credit_code("91", place, number), "names": [own[:place_of] + "祺" + own[place_of + 1:]], "kind": "法人及非法人组织", "place": city}
        names = [city + r.choice(fresh) + r.choice(BUSINESSES) + r.choice(["有限公司", "有限公司", "（广东）有限公司"])]
        if r.random() < 0.3:
            other = r.choice([t for t in fresh if t not in names[0]])
            names.append(city + other + r.choice(BUSINESSES) + "有限公司")  # a former name, with little in common
        return {"code": credit_code("91", place, number), "names": names, "kind": r.choice(["法人及非法人组织", None]), "place": city}

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
            if rows and r.random() < 0.2:
                self.tags.add("copied-code")  # of the offender above
                own = [row | {"code": rows[0]["code"]} for row in own]
            elif r.random() < 0.25:
                own = [self.spoilt(row, offender) for row in own]
            rows += own
        return rows

    @staticmethod
    def fields(category, number):
        if category == PENALTY:
            return {"处罚类别": "罚款", "处罚内容": f"罚款人民币{number}00元。", "罚款金额(万元)": f"{number / 100:g}"}
        return {"类别": "查封", "内容": f"查封场所{number}处。"} if category == COERCION else {
            "列入经营异常名录原因类型名称" if category == ABNORMAL else "列入事由": f"事由{number}"}

    def slip(self, name):
        """One letter is wrong, missing, too many, or at its neighbour's place."""
        r, place = self.random, self.random.randrange(len(name) - 1)
        wrong = r.choice("圳浦坭垌塱")
        return r.choice([name[:place] + wrong + name[place + 1:], name[:place] + name[place + 1:], name[:place] + wrong + name[place:],
                         name[:place] + name[place + 1] + name[place] + name[place + 2:]])

    def spoilt(self, row, offender):
        r = self.random
        defect = r.choice(DEFECTS)
        others = [s for s in self.subjects if s["code"] != offender["code"] and s["names"][0] != offender["names"][0]]
        if defect == "foreign-code" and not others or defect == "former-name" and len(offender["names"]) < 2:
            defect = "no-code"
        if row["category"] != PENALTY and defect in ("person", "organisation-code", "ambiguous-number"):  # other tables have no such columns
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
            case "misspelt-no-code": return row | {"name": self.slip(name), "code": None}
            case "misspelt-mistyped": return row | {"name": self.slip(name), "code": mistyped(code, r)}
            case "short-name":
                shorter = core(name)
                return row | {"name": r.choice([shorter, name[:2] + shorter, shorter + "公司", name.replace("市", "", 1)]), "code": None}
            case "masked-name":
                own = core(name)
                return row | {"name": name.replace(own[:2], r.choice(["**", "某", "××", "某某"])) if r.random() < 0.7 else r.choice([own[0], "*"]) + "*" + own[2:],
                              "code": r.choice([None, None, "9144**********000X"])}
            case "hidden-name": return row | {"name": r.choice(["某公司", "张某", "王某某", name[:2] + "市某有限公司", "××厂"]), "code": None}
            case "code-only": return row | {"name": None}
            case "organisation-code": return row | {"name": r.choice([None, misspelt(name, r)]), "code": None, "organisationCode": code[8:17]}
            case "no-date": return row | {"date": None}
            case "impossible-date": return row | {"date": r.choice(["2026-02-30", "2026-13-01", "不详", "1900-01-01"])}
            case "no-authority": return row | {"authority": None}
            case "stranger":
                return row | {"name": "佛山市未登记" + r.choice(["甲乙", "丙丁"]) + "经营部", "code": credit_code("91", "440604", 700_000_000 + self.number)}
            case "person":
                return row | {"name": "示例甲", "kind": "自然人", "code": None, "identity": identity_number(self.number)}
            case "ambiguous-number": return row | {"name": "示例乙", "kind": None, "code": r.choice(AMBIGUOUS)}
            case "no-name-typed": return row | {"name": r.choice(["不详", "未知", "***", "—"]), "code": None}
        code = r.choice([None, None, "000000000000000000"])
        return row | {"name": None, "code": code, "date": r.choice([row["date"], row["date"], None])}
