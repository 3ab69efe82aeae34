"""A list as a workbook gives the records that it gives as text."""

from pathlib import Path

import pytest
from seed_content import SEEDS, seed_content

from evaluate import SHARED
from policyparse import extract
from rendering.load import load, names
from rendering.xlsx import render_xlsx
from test_same_records import comparable, differences

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", names())
def test_a_sample_as_a_workbook(name: str) -> None:
    content, _ = load(name)
    wanted = extract(ROOT / "samples" / name / "source.txt")
    given = extract(render_xlsx(content))
    assert differences(comparable(wanted), comparable(given)) == []
    assert given.coverage.unaccounted == 0
    assert (given.meta.title, given.meta.period) == (wanted.meta.title, wanted.meta.period)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seeds are not here (../shared)")
@pytest.mark.parametrize("number", SEEDS)
def test_a_seed_as_a_workbook(number: int) -> None:
    wanted = extract(SHARED / "seeds" / SEEDS[number])
    given = extract(render_xlsx(seed_content(SHARED / "seeds", number)))
    assert differences(comparable(wanted), comparable(given)) == []
    assert given.coverage.unaccounted == 0
