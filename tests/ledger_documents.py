"""Documents for the tests of ledgers: fictional ones, and random ones."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.records import (
    Coverage,
    Deadline,
    DeadlineItem,
    Measure,
    Meta,
    Owner,
    Period,
    PolicyDocument,
    Record,
    Source,
    Step,
    Target,
)


def document(records: list[Record], problems: list[Problem] | None = None, path: str = "清单.pdf") -> PolicyDocument:
    """A document of 2024 with these records."""
    return PolicyDocument(
        source=Source(path=path, format="pdf", sha256="ab" * 32, size_bytes=4096, pages=3),
        meta=Meta(
            title="临江市2024年重点任务清单",
            kind="task_list",
            issuer="临江市人民政府办公室",
            issued_on=date(2024, 2, 1),
            period=Period(start=date(2024, 1, 1), end=date(2024, 12, 31)),
        ),
        records=records,
        tables=[],
        coverage=Coverage(characters=10, in_records=10),
        problems=problems or [],
    )


def bridges() -> PolicyDocument:
    """Three tasks and an indicator: a plain date, a formula-like text, a rule, an inferred deadline."""
    june = DeadlineItem(text="6月底前", due=date(2024, 6, 30), year_from="period")
    year = DeadlineItem(text=None, due=date(2024, 12, 31), year_from="period")
    return document(
        [
            Record(
                id="a1", kind="task", number="1", section=["一、城市建设", "桥梁"], task="修缮城区老旧桥梁",
                content="逐座检测。", target=Target(
                    text="完成12座", measures=[Measure(text="完成12座", comparator="=", value=12, unit="座")]
                ),
                deadline=Deadline(text="6月底前", items=[june]),
                owner=Owner(text="市城管局；市财政局", leaders=["周明远"], lead=["市城管局"], support=["市财政局", "各县（市、区）政府"]),
                steps=[Step(text="3月底前完成检测", due=date(2024, 3, 31)), Step(text="组织施工")],
                source=[Origin(page=2, bbox=(50.0, 60.5, 500.0, 80.0), table=0, row=1)],
                flags=["year-inferred"],
            ),
            Record(
                id="b2", kind="task", number="2", section=["一、城市建设", "桥梁"], task="=新建社区食堂", content="-先行试点",
                target=Target(text="+10处"), owner=Owner(text="@市民政局", lead=["@市民政局"]),
                deadline=Deadline(
                    text="每月底前", items=[DeadlineItem(text="每月底前", rrule="FREQ=MONTHLY;BYMONTHDAY=-1")]
                ),
                attributes={"备注": "试点", "资金": "=A1"},
                source=[Origin(page=3)],
            ),
            Record(
                id="c3", kind="task", number="十三", section=["二、民生"], task="开展普查",
                deadline=Deadline(inferred=True, items=[year]), source=[Origin(page=3)],
            ),
            Record(
                id="d4", kind="indicator", number="3", section=["二、民生"], task="绿化覆盖率",
                target=Target(
                    text="≥41.5%",
                    measures=[
                        Measure(text="≥41.5%", indicator="绿化覆盖率", comparator=">=", value=41.5, unit="%", due=date(2024, 12, 31))
                    ],
                ),
                attributes={"2023年": "40.2"},
                source=[Origin(page=3, table=1, row=0)],
            ),
        ],
        [
            Problem(code="deadline-unparsed", message="a made-up doubt", record="c3", field="deadline"),
            Problem(code="number-missing", message="4 is missing"),
        ],
    )  # fmt: skip


#: Text as documents have it, and what no cell can hold.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("任务局、，；：/（）() \n=+-@'\"\t_x0041_{}%≥\x01\x0b\ufffe\U00020000'")),
        st.characters(codec="utf-8"),
    ),
    max_size=24,
)
NAMES = st.lists(TEXTS, max_size=3)


@st.composite
def records(draw: st.DrawFn) -> Record:
    return Record(
        id=draw(st.sampled_from(["r1", "r2", "r3", "r4"])),
        kind=draw(st.sampled_from(["task", "indicator", "project"])),
        number=draw(st.none() | TEXTS),
        section=draw(NAMES),
        task=draw(TEXTS),
        content=draw(st.none() | TEXTS),
        target=Target(text=draw(st.none() | TEXTS), measures=draw(st.lists(MEASURES, max_size=2))),
        deadline=Deadline(
            text=draw(st.none() | TEXTS), inferred=draw(st.booleans()), items=draw(st.lists(ITEMS, max_size=2))
        ),
        owner=Owner(text=draw(st.none() | TEXTS), leaders=draw(NAMES), lead=draw(NAMES), support=draw(NAMES)),
        steps=draw(st.lists(st.builds(Step, text=TEXTS, due=st.none() | st.dates()), max_size=2)),
        attributes=draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        source=[Origin(page=draw(st.integers(1, 9)))],
        flags=draw(NAMES),
    )


ITEMS = st.builds(
    DeadlineItem,
    text=st.none() | TEXTS,
    label=st.none() | TEXTS,
    start=st.none() | st.dates(),
    due=st.none() | st.dates(),
    rrule=st.none() | st.just("FREQ=YEARLY"),
)
MEASURES = st.builds(
    Measure, text=TEXTS, indicator=st.none() | TEXTS, value=st.none() | st.floats(allow_nan=False, allow_infinity=False)
)
DOCUMENTS = st.lists(st.lists(records(), max_size=3).map(document), min_size=1, max_size=2)
