"""Mutants that change no answer, each with its reason: equivalent.tsv, by file, line before, line after."""
import pathlib

TABLE = pathlib.Path(__file__).with_name("equivalent.tsv")


def load(table=TABLE):
    """The reasons, by file, line before and line after."""
    rows = [line.split("\t") for line in table.read_text().splitlines() if line and not line.startswith("#")]
    for row in rows:
        if len(row) != 4 or not row[3]:
            raise SystemExit(f"mutate: {table}: four columns, the last a reason: {row}")
    return {(path, before, after): reason for path, before, after, reason in rows}
