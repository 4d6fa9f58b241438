"""Tables as departments write them: CSV in UTF-8 or GB18030, XLSX, and the old XLS where xlwt is installed."""
import csv
import hashlib
import io
import zipfile
from xml.sax.saxutils import escape

try:
    import xlwt
except ImportError:  # without the checks' libraries such a table is written as XLSX
    xlwt = None

ENDINGS = {"utf8": "csv", "gb18030": "csv", "xlsx": "xlsx", "xls": "xls" if xlwt else "xlsx"}
NOON = (2026, 1, 1, 12, 0, 0)  # in every archive: the same rows give the same bytes


def write(path, form, sheet, head, rows, title=None):
    """Rows are lists of texts below a head, and below a title in workbooks. Returns the file's name and SHA-256."""
    path = path.with_suffix("." + ENDINGS[form])
    if form in ("utf8", "gb18030"):
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n" if form == "gb18030" else "\n")
        writer.writerow(head)
        writer.writerows(rows)
        data = text.getvalue().encode("utf-8" if form == "utf8" else "gb18030")
    elif ENDINGS[form] == "xls":
        data = xls(sheet, head, rows, title)
    else:
        data = xlsx(sheet, head, rows, title)
    path.write_bytes(data)
    return {"name": path.name, "sha256": hashlib.sha256(data).hexdigest()}


def column(index):
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def xlsx(sheet, head, rows, title):
    """A workbook of one sheet, all cells texts."""
    lines = []
    for number, row in enumerate(([[title]] if title else []) + [head, *rows], 1):
        cells = "".join(
            f'<c r="{column(i)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for i, cell in enumerate(row) if cell)
        lines.append(f'<row r="{number}">{cells}</row>')
    merged = f'<mergeCells count="1"><mergeCell ref="A1:{column(len(head) - 1)}1"/></mergeCells>' if title else ""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package, begin = "http://schemas.openxmlformats.org/package/2006", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    relationship = f'<Relationship Id="rId1" Type="{office}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{relationship}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{relationship}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>'}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, NOON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, begin + text)
    return data.getvalue()


def xls(sheet, head, rows, title):
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    for number, row in enumerate(([[title]] if title else []) + [head, *rows]):
        for index, cell in enumerate(row):
            if cell:
                page.write(number, index, cell)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def truncated(path, name):
    """Cuts a file that was written, as a broken line leaves it. Returns its new SHA-256."""
    data = (path / name).read_bytes()
    data = data[:len(data) * 3 // 5]
    (path / name).write_bytes(data)
    return hashlib.sha256(data).hexdigest()
