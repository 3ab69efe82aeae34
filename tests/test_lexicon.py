"""A user's own words: what they do, and one clear line for each mistake in the file."""

from pathlib import Path

import pytest

from policyparse.api import extract
from policyparse.errors import UsageError
from policyparse.interpret.markers import read_marker
from policyparse.lexicon import default_lexicon, load_lexicon
from policyparse.normalise.column_names import match_name


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "own.toml"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_name_of_ones_own_is_known(tmp_path: Path, encoding: str) -> None:
    lexicon = load_lexicon([written(tmp_path, '[columns.deadline]\nnames = ["啥时候干完"]\n', encoding)])
    assert match_name("啥时候干完", lexicon) == ("deadline", "啥时候干完")
    assert match_name("完成时限", lexicon) == ("deadline", "完成时限")


def test_a_name_of_ones_own_wins_over_a_built_in_one(tmp_path: Path) -> None:
    lexicon = load_lexicon([written(tmp_path, '[columns.support]\nnames = ["责任单位"]\n')])
    assert match_name("责任单位", lexicon) == ("support", "责任单位")


def test_tables_of_words_take_new_words(tmp_path: Path) -> None:
    lexicon = load_lexicon([written(tmp_path, '[deadlines.relative_years]\n"来年" = 1\n')])
    assert lexicon["deadlines"]["relative_years"]["来年"] == 1


def test_a_word_before_numbers_of_ones_own_is_a_number(tmp_path: Path) -> None:
    lexicon = load_lexicon([written(tmp_path, '[outline.numbered]\npoints = ["攻坚战"]\n')])
    assert read_marker("攻坚战二：整治河道", default_lexicon()) is None
    marker = read_marker("攻坚战二：整治河道", lexicon)
    assert marker is not None
    assert (marker.number, marker.end) == ("二", 5)
    text = "云溪县2026年重点工作实施方案\n攻坚战一：整治河道。清理岸边垃圾。（责任单位：县水务局）\n攻坚战二：修缮桥梁。加固桥墩。（责任单位：县交通局）\n"
    document = extract(text.encode(), name="plan.txt", lexicon=lexicon)
    assert [(r.number, r.task) for r in document.records] == [("一", "整治河道"), ("二", "修缮桥梁")]
    assert document.coverage.unaccounted == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[columns.task]\nnames = ["事"\n', "no valid TOML"),
        ('[columns.tsak]\nnames = ["事"]\n', "[columns] has no tsak (did you mean task)"),
        ('[columns.task]\nnmaes = ["事"]\n', "[columns.task] has no nmaes (did you mean names)"),
        ('[columns.task]\nnames = "事"\n', "names in [columns.task] takes a list, each item a text"),
        ("[columns.task]\nnames = [1]\n", "names in [columns.task] takes a list, each item a text"),
        ('[columns]\ntask = ["事"]\n', "task in [columns] takes a table"),
        ('[columns.shape]\nlongest_header = "a"\n', "longest_header in [columns.shape] takes a whole number"),
        ("[columns.shape]\nlongest_header = true\n", "longest_header in [columns.shape] takes a whole number"),
        ('[task]\nnames = ["事"]\n', "unknown table [task]; write [columns.task]"),
        ('[colours]\nred = "事"\n', "unknown table [colours]; known are checks, columns"),
    ],
)
def test_a_mistake_is_one_line_that_names_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load_lexicon([path])
    message = str(caught.value)
    assert message.startswith(f"lexicon {path}: ")
    assert said in message
    assert "\n" not in message


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, '[columns.task]\nnames = ["事"]\n', "gb18030")
    with pytest.raises(UsageError, match="not UTF-8"):
        load_lexicon([path])
