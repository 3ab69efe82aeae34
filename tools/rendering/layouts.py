"""How a document is printed. `Dress` changes what its tables are called and in which order; `Layout` is the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from rendering.content import Block, Column, Content, Heading, PageBreak, Row, SectionRow, Table
from rendering.facts import Fact

#: Names that offices give to the columns, by key.
NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("序号", "编号"),
    "category": ("类别", "工作类别", "重点领域"),
    "task": ("重点工作任务", "工作任务", "任务名称", "重点任务", "工作事项"),
    "content": ("主要内容", "具体举措", "工作内容", "工作措施"),
    "target": ("工作目标", "目标要求", "年度目标", "预期成效", "年度工作目标"),
    "deadline": ("完成时限", "完成时间", "时间节点", "办结时限", "时限要求"),
    "steps": ("具体推进步骤", "推进计划", "实施步骤"),
    "leaders": ("责任领导", "分管领导", "包抓领导", "责任人"),
    "lead": ("牵头单位", "主责部门", "主办单位", "牵头部门"),
    "support": ("配合单位", "协办单位", "参与单位", "配合部门"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What does not depend on the format. It applies to the tables that have a task column.

    `columns` are the keys in printed order (None: as they stand); a column that is not named is not
    printed and its field is not expected. Where `number` is not printed, `number_in_task` puts it before the
    task (`3. …`). `sections`: section rows, headings between pieces of the table, or nothing.
    `headless_pieces`: only the first piece has a header. `spaced_names` prints `主 要 内 容`.
    `empty_column` is the name of one more column without any text. `split_after`: the table is two tables, the
    second after that many rows, on a new page and without the empty column.
    """

    columns: tuple[str, ...] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    number_in_task: bool = True
    spaced_names: bool = False
    sections: Literal["rows", "headings", "none"] = "rows"
    headless_pieces: bool = False
    merge: bool = True
    title_rows: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    empty_column: str | None = None
    split_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The paper and how it is printed. Lengths in points.

    `tables_on`: landscape pages for tables only is `mixed`. `rotate` is the pages' /Rotate entry (the
    reader sees them upright). `turned`: the tables are drawn rotated on upright pages, 90 reads upwards.
    `header`: on which pages of a table its header stands. `row_break`: rows are kept whole or cut.
    `merged_break`: a merged cell's text on the following pages. `close_breaks`: the rules at page ends.
    `row_limit`: lines of text a page at most, to force breaks. `narrow` are keys of columns that hold three
    characters a line. `vertical_names`: header names printed downwards. `rules`: which rules are
    drawn; `rule_hand`: as long lines, cell by cell, or as filled bars. `hang`: a cell's closing marks hang over its border.
    """

    orientation: Literal["portrait", "landscape", "mixed"] = "mixed"
    rotate: Literal[0, 90, 180, 270] = 0
    turned: Literal[0, 90, 270] = 0
    rules: Literal["all", "no-outer", "three-line", "horizontal", "none"] = "all"
    rule_hand: Literal["long", "cells", "bars"] = "long"
    header: Literal["every", "first", "some"] = "every"
    row_break: Literal["whole", "cut"] = "whole"
    merged_break: Literal["again", "empty"] = "again"
    close_breaks: bool = True
    row_limit: int | None = None
    vertical_names: Literal["no", "stacked", "turned"] = "no"
    narrow: tuple[str, ...] = ()
    middle: bool = True
    hang: bool = False
    justify: Literal["no", "yes", "wide"] = "yes"
    body_size: float = 16.0
    table_size: float = 10.5
    page_number: Literal["dash", "hyphen", "plain", "none"] = "dash"
    running_header: str | None = None
    running_footer: str | None = None
    watermark: str | None = None
    watermark_hand: Literal["words", "letters"] = "words"
    stamp: str | None = None
    bold: Literal["stroke", "twice"] = "stroke"
    font: Literal["embedded", "named"] = "embedded"


def dress(content: Content, how: Dress) -> Content:
    """`content` with its task tables printed as `how` says; its facts say what can then be read."""
    blocks: list[Block] = []
    for block in content.blocks:
        if isinstance(block, Table) and any(column.key == "task" for column in block.columns):
            level = 1 + max((b.level for b in content.blocks if isinstance(b, Heading)), default=0)
            blocks.extend(_pieces(_dressed(block, how), how, level))
        else:
            blocks.append(block)
    return replace(content, blocks=tuple(blocks))


def spaced(name: str) -> str:
    """A short name with blanks between its characters, as offices print it to fill the cell."""
    return " ".join(name) if 2 <= len(name) <= 4 else name


def _dressed(table: Table, how: Dress) -> Table:
    known = {column.key: column for column in table.columns}
    keys = tuple(key for key in (how.columns or tuple(known)) if key in known)
    columns = [_column(known[key], how) for key in keys]
    if how.empty_column is not None:
        columns.append(Column(key="", names=(how.empty_column,), width=0.6))
    number_in_task = how.number_in_task and "number" not in keys
    rows = [
        row if isinstance(row, SectionRow) else _row(row, keys, number_in_task=number_in_task) for row in table.rows
    ]
    return replace(
        table,
        columns=tuple(columns),
        rows=tuple(row for row in rows if how.sections != "none" or isinstance(row, Row)),
        title_rows=how.title_rows,
        notes=(*table.notes, *how.notes),
        merge=table.merge if how.merge else (),
        breaks=table.breaks if how.sections == "rows" else (),
    )


def _column(column: Column, how: Dress) -> Column:
    names = (how.names[column.key],) if column.key in how.names else column.names
    if how.spaced_names:
        names = tuple(spaced(name) for name in names)
    return replace(column, names=names, groups=how.groups.get(column.key, ()))


def _row(row: Row, keys: tuple[str, ...], *, number_in_task: bool) -> Row:
    values = {key: text for key, text in row.values.items() if key in keys}
    number = row.values.get("number", "")
    if number_in_task and number and values.get("task"):
        values["task"] = f"{number}. {values['task']}"
    fact = row.fact and _legible(row.fact, keys, number_printed=number_in_task or "number" in keys)
    return Row(values=values, merged_up=row.merged_up & frozenset(keys), fact=fact)


def _legible(fact: Fact, keys: tuple[str, ...], *, number_printed: bool) -> Fact:
    """`fact` without what stands in columns that are not printed."""
    given = frozenset(keys)
    return replace(
        fact,
        number=fact.number if number_printed else None,
        content=fact.content if "content" in given else None,
        target=fact.target if "target" in given else None,
        measures=fact.measures if "target" in given else (),
        deadline=fact.deadline if "deadline" in given else None,
        milestones=fact.milestones if "deadline" in given else (),
        unjudged=fact.unjudged if "deadline" in given else fact.unjudged | {"deadline"},
        steps=fact.steps if "steps" in given else (),
        leaders=fact.leaders if "leaders" in given else (),
        lead=fact.lead if "lead" in given else (),
        support=fact.support if "support" in given else (),
    )


def _pieces(table: Table, how: Dress, level: int) -> list[Block]:
    if how.sections != "headings":
        return _split(table, how)
    pieces: list[Block] = []
    rows: list[Row | SectionRow] = []
    for row in (*table.rows, SectionRow(text="")):
        if isinstance(row, Row):
            rows.append(row)
            continue
        if rows:
            first = not any(isinstance(piece, Table) for piece in pieces)
            pieces.append(
                replace(
                    table,
                    rows=tuple(rows),
                    caption=table.caption if first else None,
                    note=table.note if first else None,
                    notes=table.notes if not row.text else (),
                    headless=how.headless_pieces and not first,
                )
            )
            rows = []
        if row.text:
            pieces.append(Heading(text=row.text, level=level))
    return pieces


def _split(table: Table, how: Dress) -> list[Block]:
    place = how.split_after
    if place is None or not 0 < place < len(table.rows):
        return [table]
    begins = table.rows[place]
    if isinstance(begins, SectionRow) or begins.merged_up or isinstance(table.rows[place - 1], SectionRow):
        return [table]
    upper = replace(table, rows=table.rows[:place], notes=(), breaks=())
    lower = replace(
        table,
        columns=tuple(column for column in table.columns if column.key),
        rows=table.rows[place:],
        caption=None,
        note=None,
        title_rows=(),
        breaks=(),
        continues=True,
        headless=how.headless_pieces and how.empty_column is None,
    )
    return [upper, PageBreak(), lower]
