"""The same content gives the same records in every format, apart from where they stand."""

from pathlib import Path
from typing import Any

import pytest
from seed_content import SEEDS, seed_content

from evaluate import SHARED
from policyparse import extract
from policyparse.records import PolicyDocument
from policyparse.text import fold
from rendering.layouts import Layout
from rendering.pdf import render_pdf
from rendering.render import render

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted(p.parent for p in (ROOT / "samples").glob("*/expected.json"))


def comparable(document: PolicyDocument) -> list[dict[str, Any]]:
    """Records without their places and without the flags that tell of pages; blanks and widths folded."""
    records = []
    for record in document.records:
        data = record.model_dump(mode="json", exclude={"source", "fields_source", "id"})
        data["flags"] = sorted(
            set(data["flags"]) - {"row-joined-over-page", "cell-filled-from-above", "owner-inherited"}
        )
        records.append(folded(data))
    return records


def folded(value: Any) -> Any:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, list):
        return [folded(v) for v in value]
    if isinstance(value, dict):
        # steps are compared joined: a line end of the author splits them where a format keeps it
        return {k: "".join(fold(s["text"]) for s in v) if k == "steps" else folded(v) for k, v in value.items()}
    return value


def differences(wanted: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[str]:
    found = [f"{len(wanted)} records wanted, {len(given)} given"] if len(wanted) != len(given) else []
    for a, b in zip(wanted, given, strict=False):
        found.extend(f"{a['number']} {k}: {a[k]!r:.200} | {b[k]!r:.200}" for k in a if a[k] != b[k])
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seeds are not here (../shared)")
@pytest.mark.parametrize("form", ["pdf", "docx", "html", "xlsx"])
@pytest.mark.parametrize("number", SEEDS)
def test_a_seed_rendered_gives_the_records_of_its_text(number: int, form: str) -> None:
    content = seed_content(SHARED / "seeds", number)
    if form == "pdf":
        data = render_pdf(content, Layout() if number == 0 else Layout(orientation="portrait"))
    else:
        data = render(content, form)
    wanted = extract(SHARED / "seeds" / SEEDS[number])
    given = extract(data)
    assert differences(comparable(wanted), comparable(given)) == []
    assert given.coverage.unaccounted == 0


@pytest.mark.parametrize("folder", SAMPLES, ids=[p.name for p in SAMPLES])
def test_a_sample_gives_the_same_records_in_each_format(folder: Path) -> None:
    first, *others = sorted(folder.glob("source.*"))
    wanted = comparable(extract(first))
    for other in others:
        assert differences(wanted, comparable(extract(other))) == [], other.name
