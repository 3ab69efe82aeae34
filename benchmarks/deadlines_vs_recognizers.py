"""The deadline grammar beside Recognizers-Text, on the two tables of expressions of the tests.

Needs, beside policyparse: `pip install recognizers-text-date-time emoji==1.1.0` (1.0.2a2, MIT), the
permissive library that reads most Chinese dates. It is no dependency of the project. Run from the root of the repository:

    python benchmarks/deadlines_vs_recognizers.py          the table, one row a kind of expression
    python benchmarks/deadlines_vs_recognizers.py --list   also every expression that one of the two reads wrongly

The peer is judged kindly: only days count, not labels, words or where the year came from; a span that ends on the
right day is right for an expression that sets only a limit; for a term without a date (长期坚持) and for a time that is no
deadline it is right when it gives no day; reference day is the document's day of issue. Recurrence it
gives as a set (`P1M`) without a day, which is right where the answer has no day either. policyparse must give the whole
answer. Without the library, the column of the peer is empty.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "interpret")]

from deadline_expressions import (  # noqa: E402
    CELLS,
    KNOWN_WRONG_CELLS,
    KNOWN_WRONG_PROSE,
    PROSE,
    Case,
)
from deadline_expressions_2 import CELLS as CELLS_2  # noqa: E402
from deadline_expressions_2 import PROSE as PROSE_2  # noqa: E402
from test_deadlines import YEARS, cell, prose  # noqa: E402

Span = tuple[str, str]

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)?/(\d{4}-\d\d-\d\d)?")
_RULE = re.compile(r"FREQ=\S+")
#: TIMEX of a set and the recurrence rule without a day that it stands for.
_SETS = {
    "P1D": "FREQ=DAILY",
    "P1W": "FREQ=WEEKLY",
    "P1M": "FREQ=MONTHLY",
    "P2M": "FREQ=MONTHLY;INTERVAL=2",
    "P3M": "FREQ=MONTHLY;INTERVAL=3",
    "P6M": "FREQ=MONTHLY;INTERVAL=6",
    "P1Y": "FREQ=YEARLY",
    "P2Y": "FREQ=YEARLY;INTERVAL=2",
    "P3Y": "FREQ=YEARLY;INTERVAL=3",
}


def kind(case: Case) -> str:
    """The row of the table that a case belongs to."""
    answer = case.answer
    if not answer:
        return "no deadline"
    if " | " in answer:
        return "several milestones"
    if "FREQ=" in answer:
        return "recurring"
    start, due = wanted(answer)[0] if wanted(answer) else ("", "")
    if start and due:
        return "span"
    if start:
        return "from a day on"
    if due:
        return "by a day"
    return "no year, impossible" if "/" in answer else "relative, open"


def wanted(answer: str) -> list[Span]:
    """The days of an answer in the notation of the table."""
    return [(m[1] or "", m[2] or "") for m in _SPAN.finditer(answer) if m[1] or m[2]]


def peer_right(case: Case, found: list[dict[str, str]]) -> bool:
    """Does the peer's reading come to the days of the answer, judged kindly."""
    rules = _RULE.findall(case.answer)
    if rules:
        return [_SETS.get(f.get("timex", "")) for f in found if f.get("type") == "set"] == rules
    spans = [_days(f) for f in found if f.get("type") in ("date", "daterange", "datetime", "datetimerange")]
    spans = [s for s in spans if s]
    want = wanted(case.answer)
    if not want:
        return not spans
    if len(spans) != len(want):
        return False
    return all(due == d and (not start or start == s) for (start, due), (s, d) in zip(want, spans, strict=True))


def _days(value: dict[str, str]) -> Span | None:
    if value["type"].startswith("datetime"):
        value = {k: v[:10] for k, v in value.items()}
    if "value" in value:
        return ("", value["value"]) if re.fullmatch(r"\d{4}-\d\d-\d\d", value["value"]) else None
    start, end = value.get("start", ""), value.get("end", "")
    try:  # the peer's spans end before their last day
        due = (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else ""
    except (ValueError, OverflowError):
        return None
    return start, due


def peer_reader() -> object | None:
    """The peer's model, or None where the library is not installed."""
    try:
        from recognizers_date_time import Culture, DateTimeRecognizer  # noqa: PLC0415 (an optional peer)
    except ImportError:
        return None
    return DateTimeRecognizer(Culture.Chinese).get_datetime_model()


def peer_values(model: object, case: Case) -> list[dict[str, str]]:
    """What the peer finds: for each expression its value nearest to the reference day."""
    issued = YEARS[case.years].issued_on or date(2019, 3, 22)
    reference = datetime(issued.year, issued.month, issued.day)
    try:
        results = model.parse(case.text, reference)  # type: ignore[attr-defined]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return []
    values = []
    for result in results:
        options = (result.resolution or {}).get("values") or []
        same = [v for v in options if str(issued.year) in str(v)]
        values += (same or options)[:1]
    return values


def main() -> int:
    parser = argparse.ArgumentParser(description="deadlines: policyparse beside Recognizers-Text")
    parser.add_argument("--list", action="store_true", help="print every expression that one of the two reads wrongly")
    arguments = parser.parse_args()
    model = peer_reader()
    if model is None:
        print("Recognizers-Text is not installed: pip install recognizers-text-date-time", file=sys.stderr)
    total: Counter[tuple[str, str]] = Counter()
    ours: Counter[tuple[str, str]] = Counter()
    theirs: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    seconds = [0.0, 0.0]
    tables = [
        ("cell", [*CELLS, *KNOWN_WRONG_CELLS, *CELLS_2], cell),
        ("prose", [*PROSE, *KNOWN_WRONG_PROSE, *PROSE_2], prose),
    ]
    for name, cases, read in tables:
        for case in cases:
            row = name, kind(case)
            total[row] += 1
            start = time.perf_counter()
            right = read(case.text, case.years) == case.answer
            seconds[0] += time.perf_counter() - start
            ours[row] += right
            start = time.perf_counter()
            found = peer_values(model, case) if model else []
            seconds[1] += time.perf_counter() - start
            peer = bool(model) and peer_right(case, found)
            theirs[row] += peer
            if not (right and peer):
                mark = {True: "right", False: "wrong"}
                wrong.append(
                    f"{name}\t{case.text!r}\t{case.answer or '-'}\tpolicyparse {mark[right]}\tpeer {mark[peer]}"
                )
    print("| text | expressions | number | policyparse | Recognizers-Text |\n| --- | --- | --- | --- | --- |")
    for row in sorted(total):
        peer_cell = f"{theirs[row]}" if model else ""
        print(f"| {row[0]} | {row[1]} | {total[row]} | {ours[row]} | {peer_cell} |")
    everything = sum(total.values())
    peer_all = f"{sum(theirs.values())} ({sum(theirs.values()) / everything:.1%})" if model else ""
    print(f"| | all | {everything} | {sum(ours.values())} ({sum(ours.values()) / everything:.1%}) | {peer_all} |")
    print(
        f"\nms an expression: policyparse {seconds[0] / everything * 1000:.2f}, Recognizers-Text {seconds[1] / everything * 1000:.2f}"
    )
    if arguments.list:
        print("\n" + "\n".join(wrong))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
