"""The JSON Schemas under docs/schema describe what the program reads: examples, catalogue and template fit them."""
import json
import os
import unittest

import jsonschema
import yaml

from support import ROOT, SMALL, examples, issued, xinbao


def schema(name):
    found = json.loads((ROOT / "docs/schema" / name).read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def undescribed(value, described, definitions):
    """Members that the schema does not tell of. Others may take them for granted some day."""
    if "$ref" in described:
        described = definitions[described["$ref"].split("/")[-1]]
    if isinstance(value, list):
        return [name for item in value for name in undescribed(item, described.get("items", {}), definitions)]
    if not isinstance(value, dict):
        return []
    known = described.get("properties", {})
    return [name for name in value if name not in known] + [
        name for key, item in value.items() if key in known for name in undescribed(item, known[key], definitions)]


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

    def test_one_contract_of_command_and_service(self):
        """What the API describes are the schemas of what the command prints, and what it prints fits them."""
        path = ROOT / "docs/schema/verification.schema.json"
        contract = json.loads(path.read_text())
        described = json.loads((ROOT / "docs/openapi.json").read_text())["components"]["schemas"]
        for other in ("Error", "BatchList"):
            described.pop(other)
        described = json.loads(json.dumps(described).replace("#/components/schemas/", "#/$defs/"))
        if os.environ.get("XINBAO_RENEW"):
            contract["$defs"] = described
            path.write_text(json.dumps(contract, ensure_ascii=False, indent=2) + "\n")
        self.assertEqual(contract["$defs"], described, "XINBAO_RENEW=1 takes over what the OpenAPI document says")

        check = schema("verification.schema.json")
        pdf, said = issued(SMALL)
        damaged = pdf.with_name("damaged.pdf")
        damaged.write_bytes(pdf.read_bytes()[:-1])
        for given in ((pdf,), (said["link"],), (said["link"], "--ending", "0000"), ("12345",), (damaged,),
                      (said["number"], "--check-code", said["checkCode"]), (pdf, "--time", "2036-01-01T00:00:00+08:00")):
            with self.subTest(given):
                answer = json.loads(xinbao("verify", "--json", *given).stdout)
                check.validate(answer)
                self.assertEqual(undescribed(answer, contract["$defs"]["Answer"], contract["$defs"]), [])

    def test_templates(self):
        check = schema("template.schema.json")
        for path in sorted((ROOT / "templates").glob("*.yaml")):
            with self.subTest(path.name):
                check.validate(yaml.load(path.read_text(), TextDates))


if __name__ == "__main__":
    unittest.main()
