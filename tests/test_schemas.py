"""schemas/ is what the models say."""

import json
from pathlib import Path

import jsonschema

from make_schemas import contents

ROOT = Path(__file__).resolve().parents[1]


def test_schemas_are_those_of_the_models() -> None:
    for name, text in contents().items():
        assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == text, f"run tools/make_schemas.py: {name}"


def test_schemas_are_valid_json_schema() -> None:
    for path in (ROOT / "schemas").glob("*.schema.json"):
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
