"""Hypothesis strategies: fictional task lists with known records, in layouts drawn at random.

`documents()` gives content whose `rendering.truth.facts` are the records that any reader must find;
`dresses()` and `layouts()` say how it is printed, and combine only what leaves the records readable.
Sentences come from one drawn number, so an example costs little; rows, sections and layouts shrink.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from fictional import YEAR, contacts_table, task_table
from hypothesis import strategies as st

from rendering.content import Block, Content, Meta, Title, Web
from rendering.layouts import NAMES, Dress, Layout, dress


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One example: what is printed, and how. `content` is dressed already."""

    content: Content
    layout: Layout
    dress: Dress


@st.composite
def documents(draw: st.DrawFn, *, min_rows: int = 2, max_rows: int = 16) -> Content:
    """An undressed task list with all columns, and at times a second table after it."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    table = task_table(
        random,
        rows=draw(st.integers(min_rows, max_rows)),
        sections=draw(st.integers(0, 3)),
        group=draw(st.integers(1, 4)),
        size=draw(st.integers(1, 3)),
    )
    blocks: list[Block] = [Title(lines=("2026年云溪市重点任务清单",), attached=True), table]
    if draw(st.booleans()):
        blocks.append(contacts_table(random, draw(st.integers(2, 6))))
    return Content(
        name="drawn",
        blocks=tuple(blocks),
        meta=Meta(
            title="2026年云溪市重点任务清单",
            kind="task_list",
            period=(date(YEAR, 1, 1), date(YEAR, 12, 31)),
        ),
        web=Web(site="云溪市人民政府", index_number="YX-0001", category="综合", published_on=date(YEAR, 2, 1)),
    )


@st.composite
def dresses(draw: st.DrawFn, *, ruled: bool = True) -> Dress:
    """Names, columns and order. Without rules the header stays on one level and the table in one piece."""
    fields = draw(
        st.sets(st.sampled_from(("content", "target", "deadline", "steps", "leaders", "support")), min_size=1)
    )
    keys = ["task", "lead", *sorted(fields)]
    if "target" not in fields and "deadline" not in fields:
        keys.append("deadline")
    keys = draw(st.permutations(keys))
    if draw(st.booleans()):
        keys = ["category", *keys]
    if draw(st.booleans()):
        keys = ["number", *keys]
    names = {key: draw(st.sampled_from(NAMES[key])) for key in keys}
    groups: dict[str, tuple[str, ...]] = {}
    if ruled and "support" in keys and draw(st.booleans()):
        keys = [key for key in keys if key not in ("lead", "support")]
        place = draw(st.integers(keys.index("task"), len(keys)))
        keys[place:place] = ["lead", "support"]
        above = ("工作安排", "责任分工") if draw(st.booleans()) else ("责任分工",)
        groups = {"lead": above, "support": above}
    sections = draw(st.sampled_from(("rows", "rows", "headings", "none") if ruled else ("rows", "none")))
    # a title row belongs to one table, and headings cut the table in pieces
    titles = ("（单位：云溪市人民政府）",) if ruled and sections != "headings" and draw(st.integers(0, 5)) == 0 else ()
    return Dress(
        columns=tuple(keys),
        names=names,
        groups=groups,
        number_in_task=draw(st.booleans()),
        spaced_names=draw(st.booleans()),
        sections=sections,
        headless_pieces=draw(st.booleans()),
        title_rows=titles,
        notes=("注：本清单由市政府办公室负责解释。",) if draw(st.integers(0, 3)) == 0 else (),
        empty_column="备注" if draw(st.integers(0, 3)) == 0 else None,
        split_after=draw(st.none() | st.integers(1, 8)) if ruled else None,
    )


@st.composite
def layouts(draw: st.DrawFn, *, ruled: bool = True) -> Layout:
    """Ways of printing. `ruled`: with rules between all cells (at most the outer ones are missing); else bare."""
    turned = draw(st.sampled_from((0, 0, 0, 90, 270)))
    plain = Layout(
        orientation=draw(st.sampled_from(("mixed", "landscape"))),
        turned=turned,
        rotate=0 if turned else draw(st.sampled_from((0, 0, 90, 180, 270))),
        header=draw(st.sampled_from(("every", "first", "some"))),
        row_limit=draw(st.none() | st.integers(9, 24)),
        justify=draw(st.sampled_from(("no", "yes", "wide"))),
        page_number=draw(st.sampled_from(("dash", "hyphen", "plain", "none"))),
        running_header=draw(st.none() | st.just("云溪市人民政府公报")),
        running_footer=draw(st.none() | st.just("云溪市人民政府办公室印")),
        watermark=draw(st.none() | st.just("内部资料请勿外传")),
        watermark_hand=draw(st.sampled_from(("words", "letters"))),
        bold=draw(st.sampled_from(("stroke", "twice"))),
        font=draw(st.sampled_from(("embedded", "embedded", "named"))),
    )
    if not ruled:
        return replace(plain, rules=draw(st.sampled_from(("three-line", "none", "horizontal"))), merged_break="empty")
    cut = draw(st.booleans())
    return replace(
        plain,
        rules=draw(st.sampled_from(("all", "all", "no-outer"))),
        rule_hand=draw(st.sampled_from(("long", "cells", "bars"))),
        row_break="cut" if cut else "whole",
        # A cell that is printed again is one that was typed page by page; its rows are not cut.
        merged_break="empty" if cut else draw(st.sampled_from(("again", "empty"))),
        close_breaks=draw(st.booleans()),
        vertical_names=draw(st.sampled_from(("no", "no", "stacked", "turned"))),
        narrow=draw(st.sampled_from(((), (), ("deadline",), ("task", "lead"), ("leaders", "deadline")))),
        middle=draw(st.booleans()),
        hang=draw(st.booleans()),
    )


@st.composite
def printed(draw: st.DrawFn, *, ruled: bool = True, max_rows: int = 16) -> Printed:
    """A document, dressed, and a layout for it."""
    how = draw(dresses(ruled=ruled))
    # Columns by alignment alone need some rows to be seen.
    content = draw(documents(min_rows=2 if ruled else 6, max_rows=max_rows))
    return Printed(content=dress(content, how), layout=draw(layouts(ruled=ruled)), dress=how)
