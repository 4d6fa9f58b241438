"""The demo province's tables, by readers of the checks' own."""
import csv
import functools
import io
import re
import xml.etree.ElementTree
import zipfile

import xlrd
import yaml

from support import ROOT

WORDS = {"penalties": "penalty", "coercions": "coercion", "licences": "licence", "abnormal": "abnormalOperation",
         "breaches": "seriousBreach", "tax": "taxList"}


@functools.cache
def categories():
    return {c["key"]: c for path in (ROOT / "templates/catalogue/categories").glob("*.yaml") for c in yaml.safe_load(path.read_text())["categories"]}


def cells(path):
    """The rows of a table as lists of texts; an unreadable one has none."""
    if path.suffix == ".csv":
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        return list(csv.reader(io.StringIO(text)))
    if path.suffix == ".xls":
        sheet = xlrd.open_workbook(path).sheet_by_index(0)
        return [[str(cell) for cell in sheet.row_values(i)] for i in range(sheet.nrows)]
    try:
        sheet = xml.etree.ElementTree.fromstring(zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml"))
    except (zipfile.BadZipFile, KeyError):
        return []
    rows = []
    for row in (element for element in sheet.iter() if element.tag.endswith("}row")):
        texts = {}
        for cell in row:
            letters = re.match("[A-Z]+", cell.get("r")).group()
            texts[functools.reduce(lambda n, letter: n * 26 + ord(letter) - 64, letters, 0) - 1] = "".join(cell.itertext())
        rows.append([texts.get(i, "") for i in range(max(texts) + 1)] if texts else [])
    return rows


def iso(text):
    """A day in one of the four ways of the tables, as 2026-11-07."""
    match = re.fullmatch(r"(\d{4})(?:-|/|年|)(\d{1,2})(?:-|/|月|)(\d{1,2})日?", text)
    return match and "{}-{:0>2}-{:0>2}".format(*match.groups())


def rows(path):
    """The rows of a table of records as those of a history (examples/province/histories.py); None: it is unreadable."""
    category = categories()[WORDS[re.search(r"-(\w+)\.\w+$", path.name).group(1)]]
    keys = {name: field["key"] for field in category["fields"] for name in (field["label"], field.get("code")) if name}
    table = cells(path)
    head = next((i for i, row in enumerate(table) if sum(cell in keys for cell in row) >= 3), None)
    return None if head is None else [row_of(category, dict(zip(table[head], row)), keys) for row in table[head + 1:]]


def row_of(category, texts, keys):
    texts = {keys.get(head, head): text for head, text in texts.items() if text and text not in ("无", "—") and head != "序号"}
    if len(texts) < 2 or any(text.startswith("示例：") for text in texts.values()):
        return {"noData": "、".join(texts.values())}
    members = {"name": "subjectName", "code": "subjectCode", "number": "document", "authority": "authority", "date": "date"}
    row = {member: texts.pop(category.get(key), None) for member, key in members.items()}
    row["date"] = row["date"] and (iso(row["date"]) or row["date"])
    row |= {"category": category["label"], "organisationCode": None, "kind": texts.get("counterpartKind"), "fields": texts}
    if "counterpartIdNumber" in texts:
        row["identity"] = texts["counterpartIdNumber"]
    if "修复日期" in texts or "撤销日期" in texts:
        row["changeDate"] = texts.get("修复日期") or texts.get("撤销日期")
    return row


def deliveries(sidecars):
    """Deliveries as a history has them."""
    for path, sidecar in sidecars:
        delivery = {key: sidecar[key] for key in ("source", "kind", "from", "through", "categories", "received", "allSince", "confirmed")}
        found = []
        for file in sidecar["files"]:
            table = path.parent / file["name"]
            if sidecar["kind"] == "registration":
                found.append([{"name": row[0], "code": row[1], "formerNames": row[8].split("、") if row[8] else []} for row in cells(table)[1:]])
            else:
                found.append(rows(table))
            if found[-1] is not None:
                count = sum("noData" not in row for row in found[-1])
                assert count == file["rows"], f"{table}: {count} rows instead of {file['rows']}"
        broken = None in found
        yield delivery | {"rows": [] if broken else [row for table in found for row in table], "broken": broken,
                          "file": tuple(file["sha256"] for file in sidecar["files"]) or None}
