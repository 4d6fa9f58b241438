#!/usr/bin/env python3
"""Holds the answers of a batch of no-violation reports against the truth: compare.py TRUTH.jsonl RESULTS.json [--show 20]

RESULTS.json is what a batch writes beside its reports; subjects are found by their codes, those that the truth does not have
are left out. Prints how many answers are of each kind, as a line of JSON, and the first ones that are not right, worst
first. Exit status 1: some domain is clean that must not be.
"""
import argparse
import collections
import json
import pathlib
import sys

DOUBTS = {"no-data": "doubtful", "undetermined": "doubtful"}
# By what is right and what was said; the worst first.
KINDS = {("records", "clean"): "wrong clean", ("doubtful", "clean"): "wrong clean", ("records", "doubtful"): "record missed",
         ("doubtful", "records"): "unsure record", ("clean", "records"): "record of nobody", ("clean", "doubtful"): "needless doubt"}
ORDER = [*dict.fromkeys(KINDS.values()), "right"]


def differences(subject, outcomes):
    """For each domain of a subject of the truth its kind, what is right, and the outcome (by key of the domain)."""
    for domain, answer in subject["answers"].items():
        if domain in outcomes:
            right = answer if answer == "clean" else answer["answer"]
            said = DOUBTS.get(outcomes[domain], outcomes[domain])
            yield ("right" if said == right else KINDS[right, said]), domain, answer, outcomes[domain]


def main():
    parser = argparse.ArgumentParser(description="Holds the answers of a batch against the truth of a province.")
    parser.add_argument("truth", type=pathlib.Path)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("--show", type=int, default=20)
    given = parser.parse_args()
    reports = {}
    for row in json.loads(given.results.read_text(encoding="utf-8")):
        if report := row.get("report"):
            reports[report["code"]] = {answer["domain"]: answer["outcome"] for answer in report["answers"]}
    counts, wrong = collections.Counter(), []
    with open(given.truth, encoding="utf-8") as lines:
        for line in lines:
            subject = json.loads(line)
            if subject["code"] not in reports:
                continue
            counts["subjects"] += 1
            for kind, domain, answer, outcome in differences(subject, reports[subject["code"]]):
                counts[kind] += 1
                if kind != "right" and (len(wrong) < 1000 or kind == "wrong clean"):
                    wrong.append((ORDER.index(kind), kind, subject["code"], subject["name"], domain, outcome, answer, subject["world"].get(domain, [])))
    print(json.dumps(counts, ensure_ascii=False))
    for _, kind, code, name, domain, outcome, answer, world in sorted(wrong, key=lambda one: (one[0], one[2], one[4]))[:given.show]:
        print(f"{kind}: {code} {name}, {domain}: said {outcome}, right is {json.dumps(answer, ensure_ascii=False)}, "
              f"in the world {json.dumps(world, ensure_ascii=False)}")
    sys.exit(1 if counts["wrong clean"] else 0)


if __name__ == "__main__":
    main()
