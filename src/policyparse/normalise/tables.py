"""Physical tables to logical ones: joined, named, filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Heading, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.columns import name_columns
from policyparse.normalise.cuts import join_over_pages
from policyparse.normalise.fillings import fillings
from policyparse.normalise.form_rows import distinct, form_fields
from policyparse.normalise.forms import attach_forms
from policyparse.normalise.joining import Group, Piece, group_tables, is_note
from policyparse.normalise.later_pages import fill_from_later
from policyparse.normalise.model import Column, Decision, FormField, LogicalTable, Row, RowCell, TidyBlock
from policyparse.normalise.rows import RowKind, fill_down, header_rows, map_columns, raw_rows, widen
from policyparse.normalise.sections import find_sections, is_total
from policyparse.normalise.unit_rows import column_units
from policyparse.text import one_line


def join_tables(blocks: Sequence[Block], lexicon: Lexicon, title: str = "") -> tuple[list[TidyBlock], list[Decision]]:
    """Put a LogicalTable where the first piece of each stood; headings between pieces become section rows.

    `title`: what the file calls itself.
    """
    groups, decisions = group_tables(blocks, lexicon, title)
    by_first = {group.first_block: (index, group) for index, group in enumerate(groups)}
    used = {i for group in groups for i in group.used_blocks}
    tidy: list[TidyBlock] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            if i in by_first:
                index, group = by_first[i]
                table, made = _logical(index, group, lexicon)
                tidy.append(table)
                decisions.extend(made)
        elif i not in used:
            tidy.append(block)
    tidy, made = attach_forms(tidy, lexicon)
    return tidy, [*decisions, *made]


def _logical(index: int, group: Group, lexicon: Lexicon) -> tuple[LogicalTable, list[Decision]]:
    paths, spellings, maps = map_columns(group)
    cols = len(paths)
    pieces: list[list[Row]] = []
    headers: list[str] = []
    for piece, widened, mapping in zip(group.pieces, widen(group, maps), maps, strict=True):
        rows, dropped = raw_rows(replace(piece, table=widened), mapping, cols, group, lexicon)
        pieces.append([*_bridge(piece, cols, lexicon), *rows])
        headers.extend(dropped)
    body = [row for rows in pieces for row in rows if row.kind == "body" and not is_total(row, lexicon)]
    cells = [[row.cells[c].text for row in body if not row.cells[c].filled] for c in range(cols)]
    first = group.pieces[0]
    units = [*column_units(first.table, first.head.units, lexicon), *[None] * (cols - first.table.cols)]
    columns = tuple(
        replace(c, spellings=tuple(s), unit=unit)
        for c, s, unit in zip(name_columns(paths, cells, lexicon), spellings, units, strict=True)
    )
    rows, decisions = join_over_pages(fill_from_later(pieces, columns), columns, lexicon)
    rows = find_sections(fill_down(rows, columns, lexicon), columns, lexicon)
    has_header = bool(first.head.rows)
    decisions = [_column_decision(column, first.table) for column in columns] + decisions
    decisions.extend(fillings(rows, columns, [piece.table for piece in group.pieces]))
    name = first.table.caption or next((row.text for row in rows if "title" in row.flags), None)
    table = LogicalTable(
        index=index,
        name=name,
        columns=columns,
        rows=tuple(rows),
        parts=tuple(piece.table for piece in group.pieces),
        form=tuple(_form(group.pieces, lexicon)),
        header_texts=tuple(headers),
        header_rows=tuple(header_rows(piece, group.signature) for piece in group.pieces),
        has_header=has_header,
        flags=tuple(dict.fromkeys(flag for piece in group.pieces for flag in piece.table.flags)),
    )
    return table, decisions


def _bridge(piece: Piece, cols: int, lexicon: Lexicon) -> list[Row]:
    """Rows for what stands between two pieces: captions that come again, notes, section headings."""
    rows = [_row_of(block, cols, Row(kind="note", cells=(), flags=("bridge", "repeat"))) for block in piece.repeats]
    for block in piece.bridge:
        kind: RowKind = "note" if is_note(block, lexicon) else "section"
        rows.append(_row_of(block, cols, Row(kind=kind, cells=(), flags=("bridge",))))
    return rows


def _row_of(block: Paragraph | Heading, cols: int, row: Row) -> Row:
    text = one_line(block.text)
    return replace(row, text=text, cells=(RowCell(text=text, origins=block.origins), *([RowCell()] * (cols - 1))))


def _form(pieces: Sequence[Piece], lexicon: Lexicon) -> list[FormField]:
    """Label and value pairs of the forms' heads."""
    grids = [(piece.table.grid(), piece.head.form) for piece in pieces]
    return [field for grid, form in grids for field in form_fields([distinct(grid[r]) for r in form], lexicon)]


def _column_decision(column: Column, table: Table) -> Decision:
    name = " / ".join(column.path) or f"column {column.index + 1}"
    meaning = column.field or "attribute"
    rule = f"column-by-{column.rule}" if column.rule else "column-unknown"
    return Decision(
        stage="columns",
        rule=rule,
        evidence=f"{name} → {meaning} ({column.evidence or 'no name or content known'})",
        origins=(table.origin,),
    )
