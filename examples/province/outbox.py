"""Deliveries of one source on disk: its tables, then the sidecar that says what they are."""
import collections
import json
import random as randomness

import tables
from catalogue import label
from rows import COLUMNS, NO_DATA, cells, heads, nil_note

WORDS = {"penalty": "penalties", "coercion": "coercions", "licence": "licences", "abnormalOperation": "abnormal", "seriousBreach": "breaches",
         "taxList": "tax"}


class Outbox:
    def __init__(self, out, source, form, random):
        self.out, self.source, self.form, self.random = out, source, form, randomness.Random(random.random())
        self.folder = out / "inbox" / source
        self.folder.mkdir(parents=True, exist_ok=True)
        self.heads = self.random.choice(["labels", "labels", "codes"])
        self.is_numbered, self.has_title = self.random.random() < 0.4, self.random.random() < 0.5
        self.deliveries, self.counts, self.used = [], collections.Counter(), set()

    def free(self, name):
        """The name, or with a number behind it if it is taken."""
        number, wanted = 1, name
        while name in self.used:
            number += 1
            name = f"{wanted}-{number}"
        self.used.add(name)
        return name

    def put(self, slot, categories, rows, *, received=None, special=(), confirmed=False, broken=False, kind="increment", start=None,
            all_since=None, suffix=None, more=()):
        """Writes the tables of a delivery and its sidecar.

        - Parameters:
            rows: by category. A delivery without rows that nothing is wrong with is a nil return, or is confirmed.
            more: head and text of columns that every row gets."""
        received = received or slot.received
        name = self.free(f"{slot.through}-{suffix}" if suffix else str(slot.through))
        files = [self.table(name, c, r, more) for c, r in rows.items() if r]
        is_expected = not any(s.endswith("unconfirmed") for s in special)
        if not files and broken:
            files = [self.table(name, "penalty", [], (), nil_note(slot.start, slot.through))]
        if not files and kind == "snapshot":
            files = [self.table(name, "penalty", [], ())]
        if not files and kind == "increment":
            if is_expected and self.random.random() < 0.85:
                kind = "nil"
            else:
                confirmed = is_expected
                if self.random.random() < 0.5:
                    files = [self.table(name, categories[0], [], (), nil_note(slot.start, slot.through))]
        if broken:
            files[0]["sha256"] = tables.truncated(self.folder, files[0]["name"])
        return self.close(name, {
            "source": self.source, "kind": kind, "from": str(start or slot.start), "through": str(slot.through),
            "categories": [label(c) for c in categories], "received": f"{received:%Y-%m-%dT%H:%M:%S}+08:00", "files": files,
            "allSince": all_since, "confirmed": confirmed}, special)

    def put_again(self, slot, delivery, received):
        """The same bytes under other names."""
        name = self.free(f"{slot.through}-again")
        files = []
        for file in delivery["files"]:
            other = f"{name}-{file['name'].removeprefix(str(slot.through) + '-')}"
            (self.folder / other).write_bytes((self.folder / file["name"]).read_bytes())
            files.append(file | {"name": other})
        return self.close(name, delivery | {"received": f"{received:%Y-%m-%dT%H:%M:%S}+08:00", "files": files}, ["same-file"])

    def close(self, name, sidecar, special):
        path = self.folder / f"{name}.delivery.json"
        path.write_text(json.dumps(sidecar, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.deliveries.append({"sidecar": str(path.relative_to(self.out)), "received": sidecar["received"], "source": self.source,
                                "kind": sidecar["kind"], "special": list(special)})
        self.counts["deliveries"] += 1
        self.counts["rows"] += sum(file["rows"] for file in sidecar["files"])
        self.counts.update(special)
        return sidecar

    def table(self, name, category, rows, more, note=None):
        r = self.random
        head, lines = heads(category, self.heads), cells(category, rows)
        if more:
            lines = [line + [text for _, text in more] for line in lines]
            head = head + [h for h, _ in more]
        notes = [note] if note else []
        if r.random() < 0.04:
            notes.append(r.choice(NO_DATA))
            self.counts["note-rows"] += 1
        if category in ("penalty", "licence") and rows and r.random() < 0.02:
            example = ["示例：某某有限公司" if key == "counterpartName" else "示例" for key in COLUMNS[category]]
            lines.insert(0, example + [""] * len(more))
            self.counts["example-rows"] += 1
        lines += [[text] + [""] * (len(head) - 1) for text in notes]
        if self.is_numbered:
            head = ["序号", *head]
            lines = [[str(i) if i <= len(lines) - len(notes) else "", *line] for i, line in enumerate(lines, 1)]
            if r.random() < 0.05:
                lines += [[str(len(lines) + i)] + [""] * (len(head) - 1) for i in range(1, 4)]
                self.counts["numbered-empty-rows"] += 3
        title = f"{self.source}{label(category)}信息表" if self.has_title else None
        path = self.folder / f"{name}-{WORDS[category]}"
        return tables.write(path, self.form, label(category), head, lines, title) | {"rows": len(rows)}
