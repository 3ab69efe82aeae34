"""Tables read from the same PDF files by this reader and its peers, layout by layout.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers.txt
    python benchmarks/tables_vs_peers.py --peers peers/bin/python [--rows 40] [--times 3] [--only rotated]

Prints one fictional task list (eight columns, a merged category, section rows) in every layout and gives the files to
each reader in a process of its own. A reader's rows, of all its tables in order, are aligned with the true ones so
that the most cells agree; then

- cells: printed cells whose text is exactly right, in a row and in order (blanks left out; a cell under a merged one
  counts for nothing here, so that readers that leave it empty lose nothing);
- rows: rows with all cells right and nothing besides, over page ends too;
- filled: cells under a merged cell that hold its text;
- joined: page ends over which the table is one table;
- records: rows with all of this at once, in the table that holds most of them: every printed cell, every cell under a
  merged one, nothing foreign. It is what a ledger can be made of;
- processor seconds a page, the fastest of several readings.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools"), str(ROOT / "tests" / "rendering")]

from fictional import YEAR, task_table  # noqa: E402

from policyparse.text import fold  # noqa: E402
from rendering.content import Content, Meta, Table, Title, Web  # noqa: E402
from rendering.grid import body_lines  # noqa: E402
from rendering.layouts import Dress, Layout, dress  # noqa: E402
from rendering.pdf import render_pdf  # noqa: E402
from rendering.truth import tables as tables_of  # noqa: E402

PEERS = ("pdfplumber", "camelot", "markitdown", "docvortex")
READERS = ("policyparse", *PEERS)
KEYS = ("number", "category", "task", "target", "deadline", "steps", "leaders", "lead")
WIDE = Layout(orientation="landscape")
GROUPS = {"leaders": ("责任分工",), "lead": ("责任分工",)}
TITLE = f"{YEAR}年云溪市重点任务清单"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One layout: its name in the table, the paper, the columns."""

    name: str
    layout: Layout
    dress: Dress = Dress(columns=KEYS)


def _case(name: str, *, columns: Dress | None = None, **paper: Any) -> Case:
    layout = Layout(**{"orientation": "landscape", **paper})
    return Case(name=name, layout=layout) if columns is None else Case(name=name, layout=layout, dress=columns)


CASES = (
    _case("ruled, header on every page"),
    _case("header on the first page only", header="first"),
    _case("two-level header", columns=Dress(columns=KEYS, groups=GROUPS)),
    _case("header printed downwards", vertical_names="stacked"),
    _case("rows cut by page ends", row_break="cut"),
    _case("rows cut, no closing rule", row_break="cut", close_breaks=False),
    _case("category merged over pages", merged_break="empty"),
    _case("no outer rules", rules="no-outer"),
    _case("three-line", rules="three-line"),
    _case("lines between rows only", rules="horizontal"),
    _case("no rules", rules="none", row_break="whole"),
    _case("no rules, rows cut by page ends", rules="none", row_break="cut"),
    _case("narrow columns", narrow=("deadline", "lead")),
    _case("narrow columns, rows cut", narrow=("deadline", "lead"), row_break="cut"),
    _case("wide gaps of justified lines", justify="wide"),
    _case("diagonal watermark", watermark="内部资料"),
    _case("watermark, letter by letter", watermark="内部资料", watermark_hand="letters"),
    _case("fake bold (printed twice)", bold="twice"),
    _case("running header and footer, stamp", running_header=TITLE, running_footer="云溪市人民政府", stamp="云溪市"),
    _case("pages with /Rotate", rotate=90),
    _case("table drawn turned", orientation="portrait", turned=90),
)


def content(rows: int, seed: int) -> Content:
    table = task_table(Random(seed), rows=rows, sections=3, group=4, size=2)
    return Content(
        name="list",
        blocks=(Title(lines=(TITLE,), attached=True), table),
        meta=Meta(title=TITLE, kind="task_list", period=(date(YEAR, 1, 1), date(YEAR, 12, 31))),
        web=Web(site="云溪市人民政府", index_number="YX-0001", category="综合", published_on=date(YEAR, 2, 1)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRow:
    """The folded texts of a row from left to right, and with each whether a merged cell above covers it."""

    cells: tuple[tuple[str, bool], ...]

    @property
    def printed(self) -> tuple[str, ...]:
        return tuple(text for text, covered in self.cells if not covered)

    @property
    def covered(self) -> tuple[str, ...]:
        return tuple(text for text, covered in self.cells if covered)


def truth(table: Table) -> list[TrueRow]:
    rows: list[TrueRow] = []
    above: list[str] = [""] * len(table.columns)
    reach = [0] * len(table.columns)
    for index, line in enumerate(body_lines(table)):
        cells: list[tuple[str, bool]] = []
        for place, cell in enumerate(line):
            if cell is not None:
                above[place], reach[place] = fold(cell.text), index + cell.row_span
                cells.append((above[place], False))
            elif reach[place] > index:
                cells.append((above[place], True))
        rows.append(TrueRow(cells=tuple(c for c in cells if c[0])))
    return rows


def in_order(wanted: Sequence[str], given: Sequence[str]) -> int:
    """How many of `wanted` stand in `given`, in their order: the longest common subsequence."""
    best = [0] * (len(given) + 1)
    for text in wanted:
        last = 0
        for i, other in enumerate(given):
            last, best[i + 1] = best[i + 1], last + 1 if text == other else max(best[i + 1], best[i])
    return best[-1]


@dataclass(slots=True)
class Score:
    cells: float = 0.0
    rows: float = 0.0
    filled: float | None = None
    joined: float | None = None
    records: float = 0.0
    seconds: float = 0.0
    error: str = ""


def score(rows: Sequence[TrueRow], answer: dict[str, Any], pages: int) -> Score:
    result = Score(seconds=answer["seconds"] / pages, error=answer.get("error", ""))
    if result.error:
        return result
    given: list[tuple[int, tuple[str, ...]]] = []
    for number, table in enumerate(answer["tables"]):
        given.extend((number, tuple(t for t in (fold(str(c)) for c in row) if t)) for row in table)
    points = [[in_order(true.printed, texts) for _, texts in given] for true in rows]
    pairs = _align(points)
    right = whole = fits = covered = 0
    complete: Counter[int] = Counter()  # by table
    for i, true in enumerate(rows):
        covered += len(true.covered)
        if i not in pairs:
            continue
        texts = given[pairs[i]][1]
        right += points[i][pairs[i]]
        rest = list(texts)
        for text in true.printed:
            if text in rest:
                rest.remove(text)
        held = sum(text in rest for text in true.covered)
        fits += held
        spare = [text for text in rest if text not in true.covered and text not in true.printed]
        right_row = points[i][pairs[i]] == len(true.printed) and not spare
        whole += right_row
        complete[given[pairs[i]][0]] += right_row and held == len(true.covered)
    result.cells = right / sum(len(true.printed) for true in rows)
    result.rows = whole / len(rows)
    result.records = max(complete.values(), default=0) / len(rows)
    result.filled = fits / covered if covered else None
    numbers = [given[pairs[i]][0] for i in sorted(pairs)]
    changes = sum(a != b for a, b in pairwise(numbers))
    found = len(pairs) / len(rows)
    result.joined = max(0.0, pages - 1 - changes) / (pages - 1) * (found > 0.5) if pages > 1 else None
    return result


def _align(points: Sequence[Sequence[int]]) -> dict[int, int]:
    """The order-preserving pairing of true and given rows with the most points."""
    n, m = len(points), len(points[0]) if points else 0
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            pair = points[i][j] + best[i + 1][j + 1] if points[i][j] else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs: dict[int, int] = {}
    i = j = 0
    while i < n and j < m:
        if points[i][j] and best[i][j] == points[i][j] + best[i + 1][j + 1]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def run(reader: str, python: str, times: int, warm: Path, files: Sequence[Path]) -> list[dict[str, Any]]:
    """The reader's answer for each file; an error for all where it cannot run."""
    script = str(ROOT / "benchmarks" / "peer_tables.py")
    command = [python, script, reader, str(times), str(warm), *map(str, files)]
    path = str(ROOT / "src") if reader == "policyparse" else ""
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment(path))
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
    return answers + [{"error": last[0], "seconds": 0.0}] * (len(files) - len(answers))


def _environment(path: str) -> dict[str, str]:
    import os  # noqa: PLC0415

    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def versions(python: str) -> dict[str, str]:
    names = {"pdfplumber": "pdfplumber", "camelot": "camelot-py", "markitdown": "markitdown", "docvortex": "docvortex"}
    code = "import importlib.metadata as m,json,sys;print(json.dumps([m.version(n) for n in sys.argv[1:]]))"
    done = subprocess.run([python, "-c", code, *names.values()], capture_output=True, text=True, check=True)
    return {"policyparse": metadata.version("policyparse"), **dict(zip(names, json.loads(done.stdout), strict=True))}


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}"


def report(scores: dict[str, dict[str, Score]], known: dict[str, str], pages: int, rows: int) -> str:
    """Two tables in Markdown: records with the time, then what they are made of."""
    head = [
        f"| layout | {' | '.join(f'{name} {known[name]}' for name in READERS)} |",
        "| --- |" + " --- |" * len(READERS),
    ]
    lines = [
        f"Records in per cent, processor seconds a page. {rows} rows on {pages} pages in all; Python"
        f" {platform.python_version()}, {datetime.now(UTC):%d %B %Y}.",
        "",
        *head,
    ]
    for name, by_reader in scores.items():
        cells = (_told(by_reader[reader], lambda s: f"{_percent(s.records)}, {s.seconds:.3f} s") for reader in READERS)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    mean = [sum(s[r].seconds for s in scores.values()) / len(scores) for r in READERS]
    records = [sum(s[r].records for s in scores.values()) / len(scores) for r in READERS]
    means = (f"{_percent(share)}, {value:.3f} s" for share, value in zip(records, mean, strict=True))
    lines += ["| all layouts | " + " | ".join(means) + " |", ""]
    lines += ["Cells / rows / filled / joined, in per cent (– where the layout has none).", "", *head]
    for name, by_reader in scores.items():
        cells = (
            _told(by_reader[reader], lambda s: " / ".join(map(_percent, (s.cells, s.rows, s.filled, s.joined))))
            for reader in READERS
        )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _told(score: Score, words: Callable[[Score], str]) -> str:
    return "failed" if score.error else words(score)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", required=True, help="the Python of the peers' environment")
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--times", type=int, default=3, help="how often each file is read; the fastest counts")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="layouts whose name holds this")
    parser.add_argument("--keep", type=Path, help="a folder for the PDF files and the answers")
    given = parser.parse_args()
    cases = [case for case in CASES if given.only in case.name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        warm = folder / "warm.pdf"
        warm.write_bytes(render_pdf(dress(content(2, 1), Dress(columns=KEYS)), WIDE))
        files, truths, pages = [], [], []
        for number, case in enumerate(cases):
            printed = dress(content(given.rows, given.seed), case.dress)
            path = folder / f"{number:02}.pdf"
            path.write_bytes(render_pdf(printed, case.layout))
            files.append(path)
            truths.append(truth(next(iter(tables_of(printed)))))
            pages.append(_pages(path))
        scores: dict[str, dict[str, Score]] = {case.name: {} for case in cases}
        for reader in READERS:
            python = sys.executable if reader == "policyparse" else given.peers
            answers = run(reader, python, given.times, warm, files)
            for case, rows, count, answer in zip(cases, truths, pages, answers, strict=True):
                scores[case.name][reader] = score(rows, answer, count)
                if given.keep:
                    (folder / f"{reader}-{cases.index(case):02}.json").write_text(
                        json.dumps(answer, ensure_ascii=False)
                    )
        known = versions(given.peers)
    print(report(scores, known, sum(pages), sum(map(len, truths))))
    for name, by_reader in scores.items():
        for reader, s in by_reader.items():
            if s.error:
                print(f"{name}: {reader}: {s.error}", file=sys.stderr)


def _pages(path: Path) -> int:
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


if __name__ == "__main__":
    main()
