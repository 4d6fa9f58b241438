"""Rows of decisions and lists, as they should be; defects.py spoils them."""
import datetime

from catalogue import SIGNERS, categories, cities
from codes import credit_code, identity_number
from world import COUNTERPART

COLUMNS = {
    "penalty": ["counterpartName", "counterpartKind", "counterpartCode", "counterpartIdKind", "counterpartIdNumber", "documentNumber",
                "violationKind", "violationFacts", "legalBasis", "penaltyKind", "content", "fine", "decisionDate", "validThrough",
                "publicityEnd", "authority", "authorityCode", "source", "sourceCode", "note"],
    "coercion": ["counterpartName", "counterpartCode", "documentNumber", "subjectMatter", "actKind", "content", "legalBasis",
                 "decisionDate", "authority", "authorityCode", "source", "sourceCode"],
    "licence": ["counterpartName", "counterpartKind", "counterpartCode", "documentNumber", "documentName", "certificateName", "licenceKind",
                "licenceNumber", "decisionDate", "validFrom", "validThrough", "content", "authority", "authorityCode", "source",
                "sourceCode"],
    "abnormalOperation": ["enterpriseName", "creditCode", "legalRepresentative", "reason", "listedOn", "authority", "source"],
    "seriousBreach": ["listName", "name", "creditCode", "reason", "legalBasis", "listedOn", "authority", "source"],
    "taxList": ["taxpayerName", "legalRepresentative", "creditCode", "reportedIn", "caseKind", "violationFacts", "legalBasis", "source"],
}
# Fields of a row that the oracle goes by: name, code, day, authority, number.
FIELDS = {key: [categories()[key].get(m) for m in ("subjectName", "subjectCode", "date", "authority", "document")] for key in COLUMNS}
LISTS = {"abnormalOperation", "seriousBreach", "taxList"}
CHANGES = {"withdrawal": ["撤销决定文书号", "撤销日期"], "repair": ["修复决定文书号", "修复日期"]}
NO_DATA = ["填表说明：日期按年月日填写，金额单位为万元。", "注：本表由各单位于每期末填报。", "制表人：示例甲　审核人：示例乙"]


def heads(category, style):
    """style: labels, or codes (exchange codes where the category has them)."""
    known = categories()[category]["heads"]
    return [known[key][1] if style == "codes" and known[key][1] else known[key][0] for key in COLUMNS[category]]


def written(day, style):
    return {"iso": "{0:%Y-%m-%d}", "slashes": "{0:%Y/%m/%d}", "chinese": "{0.year}年{0.month}月{0.day}日", "digits": "{0:%Y%m%d}"}[style].format(day)


class RowMaker:
    """Makes a source's rows."""

    def __init__(self, source, world, random, rank):
        self.source, self.world, self.random, self.rank = source, world, random, rank
        self.days = random.choice(["iso", "iso", "slashes", "chinese", "digits"])
        self.pattern, self.perhaps = SIGNERS.get(source.domain, ("{}", ()))
        self.tag, self.numbers = f"粤示{rank:02d}", 0
        self.codes = {}

    def code_of(self, name):
        """An invented code for a department."""
        if name not in self.codes:
            self.codes[name] = credit_code("11", "440000", 800_000_000 + self.rank * 1000 + len(self.codes))
        return self.codes[name]

    def row(self, category, subject, day, number=None):
        """- Parameter number: of a document that has further rows; None: a new one."""
        if number is None:
            self.numbers += 1
            number = self.numbers
        name = subject.name(day)
        city = subject.moved_to or subject.city
        if self.source.places:
            city = dict(cities())[self.source.places[0]]
        authority = self.pattern.format(city)
        date, r = written(day, self.days), self.random
        ends = {"authority": authority, "authorityCode": self.code_of(authority), "source": self.source.name,
                "sourceCode": self.code_of(self.source.name)}
        fine = (1 + r.randrange(200)) * 100
        match category:
            case "penalty":
                return {"counterpartName": name, "counterpartKind": COUNTERPART[subject.prefix], "counterpartCode": subject.code,
                        "counterpartIdKind": "", "counterpartIdNumber": "", "documentNumber": f"{self.tag}罚〔{day.year}〕{number}号",
                        "violationKind": "未按规定报送材料", "violationFacts": f"{day.year}年检查发现，当事人逾期{number % 28 + 2}日未报送材料。",
                        "legalBasis": "《示例条例》第十条", "penaltyKind": "罚款", "content": f"罚款人民币{fine}元。", "fine": f"{fine / 10_000:g}",
                        "decisionDate": date, "validThrough": "2099-12-31", "publicityEnd": written(day + datetime.timedelta(365), self.days),
                        "note": "", **ends}
            case "coercion":
                return {"counterpartName": name, "counterpartCode": subject.code, "documentNumber": f"{self.tag}强〔{day.year}〕{number}号",
                        "subjectMatter": "查封场所", "actKind": "查封", "content": f"查封{number % 9 + 1}处", "legalBasis": "《示例条例》第二十条",
                        "decisionDate": date, **ends}
            case "licence":
                text = f"{self.tag}许〔{day.year}〕{number}号"
                return {"counterpartName": name, "counterpartKind": COUNTERPART[subject.prefix], "counterpartCode": subject.code,
                        "documentNumber": text, "documentName": "准予行政许可决定书", "certificateName": "示例许可证", "licenceKind": "普通",
                        "licenceNumber": f"SL{self.rank:02d}{number:09d}", "decisionDate": date, "validFrom": date,
                        "validThrough": written(day + datetime.timedelta(1825), self.days), "content": "示例经营项目", **ends}
            case "abnormalOperation":
                return {"enterpriseName": name, "creditCode": subject.code, "legalRepresentative": self.world.person(subject.index),
                        "reason": f"通过登记的住所无法联系（{number}）", "listedOn": date, "authority": authority, "source": self.source.name}
            case "seriousBreach":
                return {"listName": "示例严重失信主体名单", "name": name, "creditCode": subject.code, "reason": f"示例事由{number}",
                        "legalBasis": "《示例办法》第五条", "listedOn": date, "authority": authority, "source": self.source.name}
        return {"taxpayerName": name, "legalRepresentative": self.world.person(subject.index), "creditCode": subject.code,
                "reportedIn": f"{day.year}年第{(day.month + 2) // 3}期", "caseKind": "偷税", "violationFacts": f"少缴税款{number % 90 + 10}万元",
                "legalBasis": "《示例条例》第三十条", "source": self.source.name}

    def of_person(self, day):
        """A penalty of a natural person, who is no subject here."""
        number = self.random.randrange(10 ** 6)
        row = self.row("penalty", self.world.subject(0), day)
        return row | {"counterpartName": self.world.person(number), "counterpartKind": "自然人", "counterpartCode": "",
                      "counterpartIdKind": "身份证", "counterpartIdNumber": identity_number(number)}


def document(category, row):
    field = FIELDS[category][4]
    return row[field] if field else None


def cells(category, rows):
    keys = COLUMNS[category]
    return [[row[key] for key in keys] for row in rows]


def nil_note(start, through):
    """So that no two tables without rows are the same bytes."""
    return f"注：{start}至{through}无数据。"

