"""Every state that a report can be met in, made by the finished command in a home with keys that are not for trying out; and
what a clerk must be told of each, in words that were not taken from the program."""
import dataclasses
import io
import json
import pathlib

from PIL import Image

from attacks import flip_byte_in_page
from province import Province
from support import ROOT, picture, run

CLEAN = json.loads((ROOT / "examples/no-violation-clean.json").read_text())
RECORDS = ROOT / "examples/no-violation.json"
PERIOD = ("--from", "2023-11-20", "--to", "2026-11-19")
GENUINE, UNCOMPARED, COPY = "报告真实有效", "签发数据真实，须与纸质报告逐项比对", "二维码真实；文件是复制件，请逐项比对"


@dataclasses.dataclass(frozen=True)
class State:
    """How a report is handed in: `by` file, code (its link and ending) or number. `headline`, `conclusion` and `scope` are
    what stands on the first screen; `conclusion` is empty where the report's words must not be shown as an answer."""
    name: str
    report: str
    by: str
    tone: str
    headline: str
    conclusion: str = ""
    scope: str = ""


WHOLE, CONCLUDED = "2023-11-20至2026-11-19", "所查10个领域均未发现"
STATES = [
    State("clean", "clean", "file", "good", GENUINE, CONCLUDED, WHOLE),
    State("clean-by-code", "clean", "code", "limited", UNCOMPARED, CONCLUDED, WHOLE),
    State("clean-by-number", "clean", "number", "limited", UNCOMPARED, CONCLUDED, WHOLE),
    State("some-domains", "some", "file", "limited", GENUINE, "所查2个领域均未发现", "目录共10个领域，其余8个未查"),
    State("records", "records", "file", "caution", GENUINE, "个领域有记录", WHOLE),
    State("records-by-code", "records", "code", "caution", UNCOMPARED, "个领域有记录", WHOLE),
    State("no-data", "no-data", "file", "caution", GENUINE, "1个领域不能作出结论", WHOLE),
    State("suspended", "suspended", "file", "caution", "报告正在异议处理中", CONCLUDED),
    State("revoked", "revoked", "file", "bad", "报告已被撤销"),
    State("revoked-by-code", "revoked", "code", "bad", "报告已被撤销"),
    State("expired", "expired", "number", "caution", "报告已过有效期", CONCLUDED),
    State("superseded", "superseded", "file", "caution", "报告已被新报告取代", CONCLUDED),
    State("changed", "changed", "file", "caution", "报告真实，但出具后数据有变动", CONCLUDED),
    State("forged", "forged", "file", "bad", "核验未通过"),
    State("scanned", "scanned", "copy", "limited", COPY, CONCLUDED, WHOLE),
    State("scanned-records", "scanned-records", "copy", "caution", COPY, "个领域有记录", WHOLE),
    State("public", "public", "file", "limited", GENUINE, "本类报告列示记录，不作有无违法违规的结论", "2016-01-01至2026-11-20"),
]


def code(number):
    """A company's code that is nobody's else here: GB 32100-2015, 4."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91440101MA5E{number:05}"
    total = sum(alphabet.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + alphabet[-total % 31]


def of(number, as_of="2026-11-20T18:00:00+08:00", through="2026-11-19", without=(), penalties=()):
    """The clean example of another company: looked through until a day, and not by every source."""
    file = json.loads(json.dumps(CLEAN))
    file["subject"]["code"], file["asOf"] = code(number), as_of
    for covered in file["coverage"]:
        covered["through"] = through
    file["coverage"] = [covered for covered in file["coverage"] if not set(without) & set(covered["domains"])]
    file["records"]["行政处罚"] = [
        {"行政处罚决定书文号": f"示例消罚〔2025〕{number}号", "处罚类别": "罚款", "处罚决定日期": "2025-04-18", "处罚内容": "罚款人民币12000元。",
         "处罚机关": "广州市消防救援支队", "数据来源单位": "广州市消防救援支队"} for number in penalties]
    return file


def scan(pdf, pages=(1, 2), dpi=150):
    """Pages as a flat-bed scanner writes them: pictures in a PDF that knows nothing else."""
    drawn = []
    for page in pages:
        content = io.BytesIO()
        Image.open(io.BytesIO(run("pdftoppm", "-r", dpi, "-gray", "-f", page, "-l", page, pdf))).rotate(
            0.7, fillcolor=235).save(content, "JPEG", quality=60)
        drawn.append(Image.open(content))
    content = io.BytesIO()
    drawn[0].save(content, "PDF", save_all=True, append_images=drawn[1:], resolution=dpi)
    return content.getvalue()


class Papers:
    """A province that issued a report for every state, and what became of each since. `said` has what the command said at
    its issue, `files` the files as somebody hands them in."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.province = Province(self.folder, since=("--from", "2026-09-01"))
        self.said, self.files = {}, {}
        for name, file, options in (
                ("clean", CLEAN, ()), ("some", CLEAN, ("--domains", "税务,消防安全")), ("records", RECORDS, ()),
                ("no-data", of(1, without=["消防安全"]), ()),
                ("suspended", of(2), ()), ("revoked", of(3), ()),
                ("superseded", of(4), ()), ("newer", of(4), ()),
                ("changed", of(5), ())):
            self.no_violation(name, file, *options)
        self.no_violation("expired", of(6, "2026-10-01T18:00:00+08:00", "2026-09-30"), *(
            "--time", "2026-10-01T20:00:00+08:00"), period=("--from", "2023-10-01", "--to", "2026-09-30"))
        self.no_violation(
            "found", of(5, "2026-11-21T18:00:00+08:00", penalties=[1]), "--domains", "消防安全",
            "--recipient", "另一银行")
        self.issue("public", ROOT / "examples/enterprise.json")
        for action in ("suspend", "revoke"):
            self.province.run("registry", action, self.said[{"suspend": "suspended", "revoke": "revoked"}[action]]["number"],
                              "--reason", "核实中" if action == "suspend" else "数据有误")
        clean = self.files["clean"]
        for name, content in (("forged", flip_byte_in_page(clean.read_bytes())), ("scanned", scan(clean)),
                              ("scanned-records", scan(self.files["records"]))):
            self.files[name] = self.folder / f"{name}.pdf"
            self.files[name].write_bytes(content)
        self.said |= {"forged": self.said["clean"], "scanned": self.said["clean"], "scanned-records": self.said["records"]}
        self.files["merged"] = self.folder / "merged.pdf"
        run("qpdf", "--empty", "--pages", clean, self.files["records"], "--", self.files["merged"])
        self.files["photo"] = self.folder / "photo.png"
        Image.fromarray(picture(clean, 1, 150)).save(self.files["photo"])

    def no_violation(self, name, file, *options, period=PERIOD):
        given = dict(zip(options[::2], options[1::2]))
        options = {"--report": "no-violation", "--domains": "all", "--purpose": "listing", "--recipient": "示例证券交易所",
                   **dict(zip(period[::2], period[1::2])), **given}
        self.issue(name, file, *(word for option in options.items() for word in option), "--trust-declared-coverage")

    def issue(self, name, file, *options):
        if isinstance(file, dict):
            path = self.folder / f"{name}.json"
            path.write_text(json.dumps(file, ensure_ascii=False))
            file = path
        self.files[name] = self.folder / f"{name}.pdf"
        self.said[name] = json.loads(self.province.run("issue", file, "-o", self.files[name], "--json", *options))
