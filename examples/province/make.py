#!/usr/bin/env python3
"""Writes a province's deliveries and what is right to answer afterwards: README.md beside this file says what.

    make.py OUT --subjects N --seed S [--months 30] [--sources 38] [--defects 0.01] [--through 2026-10-31]
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import datetime
import json
import os
import pathlib
import random

import registrar
import truth
from catalogue import BUSY, CUMULATIVE, SIGNERS, cities, sources
from source import SourceMaker
from world import BLOCK, SHARE, World

LASTING = ["missing", "nameless", "broken", "empty", "short"]


@dataclasses.dataclass
class Options:
    out: pathlib.Path
    seed: int
    period: tuple
    defects: float
    violations: float  # decisions and entries in lists per subject, over all days
    licences: float  # rows
    csv_only: bool
    is_hard: bool
    shares: float = 0.0  # of all sources together

    @staticmethod
    def city_share(source):
        return SHARE.get(dict(cities())[source.places[0]], 1) / BLOCK


def months_before(day, months):
    """The same day of a month so many months ago; for the first of a month."""
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)


def read_arguments():
    parser = argparse.ArgumentParser(description="A province's deliveries, and what is right to answer afterwards.")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--subjects", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--months", type=int, default=30)
    parser.add_argument("--sources", type=int, default=38)
    parser.add_argument("--defects", type=float, default=0.01, help="share of rows with a defect")
    parser.add_argument("--through", type=datetime.date.fromisoformat, default=datetime.date(2026, 10, 31), help="the last day of a month")
    parser.add_argument("--violations", type=float, default=0.25, help="decisions per subject")
    parser.add_argument("--rows-per-subject", type=float, help="licences make up what is missing; all tables are CSV")
    parser.add_argument("--hard", action="store_true", help="also names without a code that are misspelt, shortened or masked")
    parser.add_argument("--truth-every", type=int, help="of subjects without any row, one in so many is in truth.jsonl")
    arguments = parser.parse_args()
    if (arguments.through + datetime.timedelta(1)).day != 1:
        parser.error("--through is the last day of a month")
    return arguments


def one_source(source, rank, world, options, lasting):
    return SourceMaker(source, rank, world, options, lasting).make()


def main():
    given = read_arguments()
    first = months_before(given.through + datetime.timedelta(1), given.months)
    period = (max(first, months_before(given.through + datetime.timedelta(1), 24)), given.through)
    world = World(given.subjects, given.seed, first, given.through)
    rows = (given.rows_per_subject or 0.75) * given.subjects
    options = Options(given.out, given.seed, period, given.defects, given.violations, max(0, rows - given.subjects * given.violations),
                      given.rows_per_subject is not None or rows > 500_000, given.hard)
    chosen = [source for source in sources()[:given.sources] if source.domain in SIGNERS]
    options.shares = sum(BUSY.get(s.domain, 1) for s in chosen if not s.is_alternative) + BUSY["housingFund"]
    chance = random.Random(f"{given.seed}/troubles")
    may_fail = [s.name for s in chosen if not s.is_alternative and s.domain not in CUMULATIVE]
    failing = chance.sample(may_fail, min(len(may_fail), max(1, min(len(LASTING), len(may_fail) // 6))))
    lasting = {name: [fate if fate != "broken" or not options.csv_only else "missing"] for name, fate in zip(failing, LASTING)}

    given.out.mkdir(parents=True, exist_ok=True)
    jobs = sorted(enumerate(chosen, 1), key=lambda job: -BUSY.get(job[1].domain, 1))
    results = {}
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        registration = pool.submit(registrar.make, world, given.out)
        waiting = {pool.submit(one_source, s, rank, world, options, lasting.get(s.name, [])): s.name for rank, s in jobs}
        for done in concurrent.futures.as_completed(waiting):
            results[waiting[done]] = done.result()
        deliveries = registration.result()
    results = {source.name: results[source.name] for source in chosen}
    for result in results.values():
        deliveries += result.deliveries
    deliveries.sort(key=lambda delivery: (delivery["received"], delivery["sidecar"]))
    with open(given.out / "deliveries.jsonl", "w", encoding="utf-8") as file:
        for delivery in deliveries:
            file.write(json.dumps(delivery, ensure_ascii=False) + "\n")
    every = given.truth_every or (1 if given.subjects <= 100_000 else 20)
    judge, answers = truth.write(world, period, results, given.out / "truth.jsonl", every)
    describe(given, period, deliveries, results, judge, answers, every)


def describe(given, period, deliveries, results, judge, answers, every):
    counts = collections.Counter()
    for result in results.values():
        counts.update(result.counts)
    as_of = f"{given.through + datetime.timedelta(30)}T08:00:00+08:00"
    about = [{"name": r.source.name, "rhythm": r.rhythm, "form": r.form, "deliveries": len(r.deliveries), "rows": r.counts["rows"],
              "open": judge.gaps.get(r.source.name, []), "causes": r.causes} for r in results.values()]
    data = {"seed": given.seed, "subjects": given.subjects, "asOf": as_of, "period": {"from": str(period[0]), "through": str(period[1])},
            "profile": "guangdong", "catalogue": "guangdong-2024", "sources": about, "counts": dict(sorted(counts.items())), "answers": answers}
    (given.out / "province.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [f"# A province of {given.subjects:,} invented subjects", "",
             f"Written by `examples/province/make.py` with seed {given.seed}. Asked about: {period[0]} to {period[1]}, profile guangdong, list "
             f"guangdong-2024, after all of {len(deliveries):,} deliveries ({as_of}). `truth.jsonl` has every subject with a row of its own"
             + (" and all others." if every == 1 else f", and one in {every} of the others."), "",
             "Answers over all subjects and domains: " + ", ".join(f"{n:,} {a}" for a, n in sorted(answers.items())) + ".", "",
             "| kind | count |", "|---|---|", *(f"| {kind} | {number:,} |" for kind, number in sorted(counts.items())), "",
             "| source | rhythm | tables | deliveries | rows | open for good |", "|---|---|---|---|---|---|"]
    for one in about:
        open_days = "; ".join(f"{c['why']} {c['from']}–{c['through']}" for c in one["causes"])
        lines.append(f"| {one['name']} | {one['rhythm']} | {one['form']} | {one['deliveries']:,} | {one['rows']:,} | {open_days} |")
    (given.out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
