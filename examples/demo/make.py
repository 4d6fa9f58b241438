"""The deliveries of the demonstration (xinbao-server --demo): a small province, with each source's rows in one table for
each head. Run from the root of the repository: python3 examples/demo/make.py"""
import csv
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROVINCE = ["--subjects", "24", "--months", "24", "--seed", "11", "--defects", "0.01", "--rows-per-subject", "3"]


def rows(file):
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    head, *rest = list(csv.reader(io.StringIO(text))) or [[]]
    for row in rest:
        cells = dict(zip(head, row))
        cells.pop("序号", None)
        # Notes, footers and numbered empty rows have no place among whole tables.
        if sum(bool(cell) for cell in cells.values()) > 3:
            yield cells


def main():
    with tempfile.TemporaryDirectory() as scratch:
        inbox = pathlib.Path(scratch, "inbox")
        subprocess.run([sys.executable, HERE.parent / "province/make.py", scratch, *PROVINCE], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(HERE / "deliveries", ignore_errors=True)
        for folder in sorted(inbox.iterdir()):
            tables = {}
            for file in sorted(folder.glob("*.csv")):
                if "withdraw" in file.name:
                    continue
                for cells in rows(file):
                    lines = tables.setdefault(tuple(cells), [])
                    if cells not in lines:
                        lines.append(cells)
            for number, (head, lines) in enumerate(sorted(tables.items()), 1):
                kind = "registration" if "登记机关" in head else f"table-{number}"
                path = HERE / "deliveries" / folder.name / f"{kind}.csv"
                path.parent.mkdir(parents=True, exist_ok=True)
                with open(path, "w", encoding="utf-8", newline="") as out:
                    writer = csv.DictWriter(out, head, lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(lines)


if __name__ == "__main__":
    main()
