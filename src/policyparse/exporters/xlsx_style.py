"""The look of a sheet: formats, frozen header, filter, print settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policyparse.exporters.xlsx_words import WORDS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Rows of the sheet, from 0: title, facts, header, first record.
TITLE, FACTS, HEADER, FIRST = 0, 1, 2, 3
#: Rows below the last record that take dropdowns and formats too, for rows that people add.
SPARE = 200
_A4 = 9
_FONT = "宋体"
_BORDER = {"border": 1, "border_color": "#A6A6A6"}
_CELL = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True, **_BORDER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The formats of a workbook."""

    title: Format
    facts: Format
    header: Format
    text: Format
    merged: Format
    spare: Format
    centred: Format
    date: Format
    inferred: Format
    number: Format
    severity: dict[str, Format]


def look(book: Workbook) -> Look:
    def make(**more: Any) -> Format:
        return book.add_format({**_CELL, **more})

    return Look(
        title=book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True}
        ),
        facts=book.add_format(
            {"font_name": _FONT, "font_size": 9, "font_color": "#595959", "valign": "vcenter", "text_wrap": True}
        ),
        header=make(font_name="黑体", align="center", bg_color="#DCE6F1"),
        text=make(),
        # at the top, so that a page's end does not cut the words in two
        merged=make(valign="top"),
        spare=book.add_format({"font_name": _FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True}),
        centred=make(align="center"),
        date=make(align="center", num_format="yyyy-mm-dd"),
        inferred=make(align="center", num_format='"（"yyyy-mm-dd"）"'),
        number=make(align="right", num_format="General"),
        severity={
            "error": make(align="center", bg_color="#F8CBAD"),
            "warning": make(align="center", bg_color="#FFE699"),
            "info": make(align="center"),
        },
    )


def dress(
    sheet: Worksheet,
    formats: Look,
    *,
    title: str,
    facts: str,
    last: int,
    columns: list[str],
    shown: list[int],
    headers: str,
) -> None:
    """Title, facts, header row, filter, panes and print settings of a sheet whose last row is `last` (from 0)."""
    first_shown, last_shown = shown[0], shown[-1]
    for row, text, form, height in ((TITLE, title, formats.title, 30), (FACTS, facts, formats.facts, 26)):
        sheet.set_row(row, height)
        if last_shown > first_shown:
            sheet.merge_range(row, first_shown, row, last_shown, "")
        sheet.write_string(row, first_shown, text, form)
    sheet.set_row(HEADER, 24)
    for index, name in enumerate(columns):
        sheet.write_string(HEADER, index, name, formats.header)
    sheet.freeze_panes(FIRST, 1)
    sheet.autofilter(HEADER, 0, max(last, HEADER), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(TITLE, first_shown, max(last, HEADER), last_shown)
    sheet.center_horizontally()
    sheet.set_footer(f"&C&9{WORDS[headers]['footer']}")
