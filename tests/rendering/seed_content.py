"""The seeds beside the repository read into the content model, at test time only: none of their text is kept here."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from rendering.content import (
    Block,
    Box,
    Column,
    Content,
    Heading,
    Masthead,
    Meta,
    PageBreak,
    Paragraph,
    Recipients,
    Row,
    SectionRow,
    Signature,
    Table,
    Title,
)

SEEDS = {
    0: "000_7bb06dd304a232e6.txt",
    1: "001_1cdba30f806bfbfb.txt",
    2: "002_bed4cad1612e2c16.txt",
    3: "003_2c24e101aae37e8e.txt",
    4: "004_27d72c036dccbe36.txt",
}
#: A line that ends so, and is longer than a heading, was cut by a page end.
ENDS = re.compile(r"[。；：！？!?;:）)”》]$|\d日$")
NUMBERED = re.compile(r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．、])")
BOX = re.compile(r"^专栏\s*\d+")
LONG = 36


def seed_content(folder: Path, number: int) -> Content:
    """Seed `number` as content, without any facts: the correct records stand beside the seeds."""
    text = (folder / SEEDS[number]).read_text(encoding="utf-8")
    if number == 0:
        return _task_list(text.split("\n"))
    return _prose(number, text.split("\n"))


def _task_list(lines: list[str]) -> Content:
    plain = [line.strip() for line in lines if line.strip() and "\t" not in line and line.strip() != "---"]
    plain = [line.lstrip("# ") for line in plain]
    issuer_line, doc_number, title, recipients, body, day, attached = plain[:7]
    tabular = [line.rstrip("\n").split("\t") for line in lines if "\t" in line]
    names: list[tuple[str, ...]] = []
    rows: list[Row | SectionRow] = []
    breaks: list[int] = []
    keys = ("category", "task", "target", "deadline", "steps", "leaders", "lead", "support")
    category = ""
    for cells in tabular:
        cells = [re.sub(r"</?[bp]>", "", cell).strip() for cell in cells]
        if cells[2] == tabular[0][2].strip():
            names.append(tuple(cells))
            breaks.append(len(rows))
        elif cells[0] and not any(cells[1:]):
            rows.append(SectionRow(text=cells[0]))
            category = ""
        else:
            category = cells[0] or category
            values = dict(zip(keys, cells, strict=True)) | {"category": category}
            empty = frozenset(key for key in ("task", "leaders", "lead", "support") if not values[key])
            rows.append(Row(values=values, merged_up=empty if not values["task"] else frozenset()))
    widths = (1.3, 2.0, 2.6, 1.2, 4.2, 0.9, 0.9, 2.0)
    columns = [
        Column(
            key=key,
            names=("",) if place < 2 else tuple(turn[place] for turn in names),
            groups=(names[0][0],) if place < 2 else (),
            width=widths[place],
        )
        for place, key in enumerate(keys)
    ]
    return Content(
        name="seed-0",
        meta=Meta(title=attached, kind="task_list"),
        blocks=(
            Masthead(issuer_line=issuer_line, number=doc_number),
            Title(lines=tuple(title.split(" "))),
            Recipients(text=recipients),
            Paragraph(text=body),
            Signature(issuer=issuer_line.removesuffix("文件"), day=day),
            PageBreak(),
            Title(lines=(attached,), attached=True),
            Table(columns=tuple(columns), rows=tuple(rows), breaks=tuple(b for b in breaks if b)),
        ),
    )


def _prose(number: int, lines: list[str]) -> Content:
    blocks: list[Block] = []
    box: Box | None = None
    table: list[list[str]] = []
    titled = False
    for line in _rejoined(lines):
        if "\t" in line:
            table.append(line.split("\t"))
            continue
        if table:
            blocks.append(_indicators(table))
            table = []
        if BOX.match(line):
            box = Box(title=line, items=())
            blocks.append(box)
        elif box is not None and not NUMBERED.match(line):
            box = replace(box, items=(*box.items, Paragraph(text=line)))
            blocks[-1] = box
        elif number in (1, 3) and not blocks:
            blocks.append(Masthead(issuer_line=line, number=""))
        elif number in (1, 3) and len(blocks) == 1 and isinstance(blocks[0], Masthead) and not blocks[0].number:
            blocks[0] = replace(blocks[0], number=line)
        elif number in (1, 3) and len(blocks) == 1:
            blocks.append(Title(lines=tuple(line.split(" "))))
        elif number in (1, 3) and len(blocks) == 2:
            blocks.append(Recipients(text=line))
        elif not titled and not NUMBERED.match(line) and len(line) < LONG and not line.startswith(("•", "20")):
            titled = number in (2, 4) or not line.endswith("文件")
            blocks.append(Title(lines=(line,), attached=True))
        elif NUMBERED.match(line) and len(line) < LONG and not line.endswith("。"):
            box = None
            blocks.append(Heading(text=line, level=1 if "、" in line[:4] else 2))
        else:
            box = None
            blocks.append(Paragraph(text=line))
    return Content(name=f"seed-{number}", meta=Meta(title=f"seed {number}", kind="other"), blocks=tuple(blocks))


def _rejoined(lines: list[str]) -> list[str]:
    """Non-blank lines, with sentences that a page end had cut made whole."""
    whole: list[str] = []
    open_end = False
    for line in (_plain(line) for line in lines):
        if not line.strip():
            continue
        if "\t" in line:
            whole.append(line.strip("\n"))
            open_end = False
            continue
        line = line.strip()
        if open_end and not NUMBERED.match(line):
            whole[-1] += line
        else:
            whole.append(line)
        open_end = len(whole[-1]) > LONG and not ENDS.search(whole[-1])
    return whole


def _plain(line: str) -> str:
    return re.sub(r"\$\\geq\s*(\d+)\\%\$", r"≥\1%", line)


def _indicators(lines: list[list[str]]) -> Table:
    head, *body = lines
    keys = ("category", "indicator", "attribute", "target")
    category = ""
    rows: list[Row | SectionRow] = []
    for cells in body:
        category = cells[0] or category
        rows.append(Row(values=dict(zip(keys, cells, strict=True)) | {"category": category}))
    return Table(
        columns=tuple(Column(key=key, names=(name,)) for key, name in zip(keys, head, strict=True)), rows=tuple(rows)
    )
