"""The registrar's deliveries: who the subjects are, once all of them, then every week the new ones and those with a new name."""
import csv
import datetime
import hashlib
import io
import json

from catalogue import REGISTRAR
from world import KINDS

HEAD = ["企业名称", "统一社会信用代码", "类型", "法定代表人", "成立日期", "住所", "登记机关", "登记状态", "曾用名", "变更日期"]
CATEGORY = "登记信息"


def line(world, subject, names, changed_on=None):
    return [names[0], subject.code, KINDS[subject.prefix], world.person(subject.index), str(subject.established_on), subject.address,
            f"{subject.moved_to or subject.city}市场监督管理局", "存续", "、".join(names[1:]), str(changed_on or "")]


def table(path, lines):
    """Writes lines as they come, however many."""
    digest, count = hashlib.sha256(), 0
    with open(path, "wb") as file:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEAD)
        for one in lines:
            writer.writerow(one)
            count += 1
            if count % 10_000 == 0:
                data = text.getvalue().encode()
                digest.update(data)
                file.write(data)
                text.seek(0)
                text.truncate()
        data = text.getvalue().encode()
        digest.update(data)
        file.write(data)
    return {"name": path.name, "sha256": digest.hexdigest(), "rows": count}


def make(world, out):
    """Returns the deliveries, as an outbox does."""
    folder, deliveries = out / "inbox" / REGISTRAR, []
    folder.mkdir(parents=True, exist_ok=True)

    def put(start, through, received, lines):
        name = f"{through}-registration"
        file = table(folder / f"{name}.csv", lines)
        if not file["rows"]:
            (folder / file["name"]).unlink()
            return
        sidecar = {"source": REGISTRAR, "kind": "registration", "from": str(start), "through": str(through), "categories": [CATEGORY],
                   "received": f"{received:%Y-%m-%dT%H:%M:%S}+08:00", "files": [file], "allSince": None, "confirmed": False}
        path = folder / f"{name}.delivery.json"
        path.write_text(json.dumps(sidecar, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        deliveries.append({"sidecar": str(path.relative_to(out)), "received": sidecar["received"], "source": REGISTRAR,
                           "kind": "registration", "special": []})

    def known_names(subject):
        return subject.names[1:] if subject.changed_on else subject.names

    before = world.first - datetime.timedelta(1)
    subjects = map(world.subject, range(world.old))
    put(before, before, datetime.datetime.combine(world.first, datetime.time(8)),
        (line(world, s, known_names(s), before if len(known_names(s)) > 1 else None) for s in subjects))
    coming = {}
    for index in range(5, world.old, 37):
        subject = world.subject(index)
        if subject.changed_on:
            coming.setdefault(subject.changed_on, []).append(subject)
    for index in range(world.old, world.count):
        subject = world.subject(index)
        coming.setdefault(subject.established_on, []).append(subject)
    start = world.first
    while start <= world.last:
        through = min(start + datetime.timedelta(6), world.last)
        found = [s for n in range((through - start).days + 1) for s in coming.get(start + datetime.timedelta(n), ())]
        put(start, through, datetime.datetime.combine(through + datetime.timedelta(2), datetime.time(9)),
            (line(world, s, s.names, s.changed_on) for s in found))
        start = through + datetime.timedelta(1)
    return deliveries
