"""The same content gives the same records in every format, apart from where they stand."""

import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from seed_content import SEEDS, seed_content

from evaluate import SHARED
from policyparse import extract
from policyparse.extractors import office
from policyparse.extractors.registry import FORMATS
from policyparse.records import PolicyDocument
from policyparse.text import fold
from rendering.layouts import Layout
from rendering.load import load, names
from rendering.pdf import render_pdf
from rendering.render import MADE_BY_OFFICE, RENDERERS, SAME_AS, render
from rendering.word97 import convert

ROOT = Path(__file__).resolve().parents[1]
#: On pages a row is cut and a merged cell is printed again; delimited text has no merged cells.
PAGED, UNMERGED = {"pdf", "ofd"}, {"txt", "md", "csv", "tsv"}
#: The page of a site says more of the document than the document.
WEB = {"html", "mhtml"}
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


def test_every_format_that_is_read_has_a_renderer() -> None:
    """A format in the registry without a renderer is one that nobody compares with the others.

    Pictures are read by OCR, which is measured and not exact (tests/extractors/test_ocr*.py).
    """
    for row in FORMATS:
        for suffix in row.suffixes if row.module and row.name != "image" else ():
            assert SAME_AS.get(suffix[1:], suffix[1:]) in RENDERERS, f"{row.name}: {suffix}"


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("name", names())
def test_one_content_gives_equal_records_in_every_format(name: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a record but its place, and all of the metadata that every format holds.

    A .doc is read by LibreOffice and a .wps, which is the same file, by the built-in reader.
    """
    if form in MADE_BY_OFFICE and shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    if form == "wps":
        monkeypatch.setenv(office.VARIABLE, "0")
    wanted, given = extract(rendered(name, "docx")), extract(rendered(name, form))
    assert differences(whole(wanted, form), whole(given, form)) == []
    for field, value in folded(wanted.meta.model_dump(mode="json")).items():
        own = folded(given.meta.model_dump(mode="json"))[field]
        assert own == value or (form in WEB and not value), field
    assert given.coverage.unaccounted == 0
    assert [problem.code for problem in given.problems if problem.severity == "error"] == []


def whole(document: PolicyDocument, form: str) -> list[dict[str, Any]]:
    """Records without their places; without the flags of merged cells where the format has pages or no merged cells."""
    if form in PAGED or form in UNMERGED:
        records = comparable(document)
        return [{**data, "id": record.id} for data, record in zip(records, document.records, strict=True)]
    return [folded(record.model_dump(mode="json", exclude={"source", "fields_source"})) for record in document.records]


def rendered(name: str, form: str) -> bytes:
    return made_by_office()[name] if form in MADE_BY_OFFICE else render(load(name)[0], form)


@lru_cache(maxsize=1)
def made_by_office() -> dict[str, bytes]:
    """One run of LibreOffice for all."""
    return convert({name: render(load(name)[0], "docx") for name in names()}, "doc")
