"""The JSON Schemas under docs/schema describe what the program reads: examples, catalogue and template fit them."""
import json
import unittest

import jsonschema
import yaml

from support import ROOT, SMALL, examples


def schema(name):
    found = json.loads((ROOT / "docs/schema" / name).read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


class TextDates(yaml.SafeLoader):
    """YAML 1.1 turns 2026-04-01 into a date; JSON Schema knows only text."""


TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}


class Schemas(unittest.TestCase):
    def test_examples(self):
        check = schema("credit-file.schema.json")
        for file in sorted({example.file for example in examples()} | set((ROOT / "examples").glob("*.json"))):
            with self.subTest(file.name):
                check.validate(json.loads(file.read_text(encoding="utf-8-sig")))

    def test_every_example_has_its_command(self):
        self.assertEqual(
            {file.name for file in (ROOT / "examples").glob("*.json")} - {example.file.name for example in examples()},
            set())

    def test_a_wrong_file_is_refused(self):
        file = json.loads(SMALL.read_text())
        del file["asOf"]
        with self.assertRaises(jsonschema.ValidationError):
            schema("credit-file.schema.json").validate(file)

    def test_catalogue(self):
        check = schema("catalogue.schema.json")
        for path in sorted((ROOT / "templates/catalogue").rglob("*.yaml")):
            with self.subTest(path.name):
                check.validate(yaml.load(path.read_text(), TextDates))

    def test_templates(self):
        check = schema("template.schema.json")
        for path in sorted((ROOT / "templates").glob("*.yaml")):
            with self.subTest(path.name):
                check.validate(yaml.load(path.read_text(), TextDates))


if __name__ == "__main__":
    unittest.main()
