"""Which tables of a page hold data and which only lay out the page."""

from __future__ import annotations

from policyparse.extractors.html_tables import Row, rows_of
from policyparse.extractors.html_tree import Node

#: A cell of so many characters and paragraphs that holds this share of its table holds an article. A table with
#: rules may have such a cell among others (a form with 建设内容); there it must hold nearly all, or stand over all columns.
_LAYOUT_SHARE = 0.6
_LAYOUT_CHARS = 150
_LAYOUT_BLOCKS = 4
_RULED_SHARE = 0.9
_LINK_SHARE = 0.6


def is_data(table: Node, labels: frozenset[str]) -> bool:
    """Does this table hold data, or does it lay out the page? `labels` are names of page metadata (索引号 …)."""
    if table.attrs.get("role", "") in {"presentation", "none"} or table.hidden:
        return False
    rows = rows_of(table)
    cells = [cell for row in rows for cell in row.cells]
    columns = max((len(row.cells) for row in rows), default=0)
    if len(cells) < 2 or columns < 2 or not table.chars or table.links > table.chars * _LINK_SHARE:
        return False
    holders = [cell for cell in cells if cell.tables]
    if holders and _nested_chars(holders) * 2 >= table.chars and len(holders) <= 2:
        return False
    ruled = _ruled(table, cells)
    labelled = any(_label(cell) in labels for cell in cells)
    if _holds_article(table, rows, ruled=ruled, labelled=labelled):
        return False
    if ruled or any(cell.tag == "th" for cell in cells) or any(row.head for row in rows):
        return not any(cell.frames > 1 for cell in cells)
    if any(cell.frames for cell in cells):
        return False
    full = sum(1 for row in rows if sum(1 for cell in row.cells if cell.chars) >= 2)
    return labelled or (len(rows) >= 2 and full * 2 >= len(rows))


def _holds_article(table: Node, rows: list[Row], *, ruled: bool, labelled: bool) -> bool:
    """Is the largest cell an article, so that the table only lays it out?"""
    row, largest = max(((row, cell) for row in rows for cell in row.cells), key=lambda pair: pair[1].chars)
    share = largest.chars / table.chars
    if largest.chars < _LAYOUT_CHARS or share < _LAYOUT_SHARE or _blocks(largest) < _LAYOUT_BLOCKS:
        return False
    if not ruled:
        return True
    # the fields of the page's metadata above, the article below in a row of its own
    over_all = len(row.cells) == 1 and (labelled or share >= _RULED_SHARE)
    return over_all or (share >= _RULED_SHARE and len(rows) <= 2)


def _ruled(table: Node, cells: list[Node]) -> bool:
    border = table.attrs.get("border", "0").strip()
    if border not in {"0", ""} or table.attrs.get("rules", "none") not in {"none", ""}:
        return True
    sample = [cell for cell in cells if cell.chars][:20]
    return sum(cell.css.ruled for cell in sample) * 2 > len(sample)


def _nested_chars(holders: list[Node]) -> int:
    """Characters inside the outermost tables of these cells."""
    total = 0
    stack = list(holders)
    while stack:
        for kid in stack.pop().nodes():
            if kid.tag == "table":
                total += kid.chars
            else:
                stack.append(kid)
    return total


def _blocks(cell: Node) -> int:
    """Paragraphs in a cell, counted up to what lays out a page."""
    found = 0
    stack = [cell]
    while stack and found < _LAYOUT_BLOCKS:
        node = stack.pop()
        found += node.tag in {"p", "div", "br", "li", "h3", "h4"} and node is not cell
        stack.extend(reversed(node.nodes()))
    return found


def _label(cell: Node) -> str:
    """The text of a short cell as a label, without blanks and colon."""
    if not 0 < cell.chars < 12:
        return ""
    parts: list[str] = []
    stack: list[Node | str] = [cell]
    while stack:
        kid = stack.pop()
        if isinstance(kid, str):
            parts.append(kid)
        else:
            stack.extend(reversed(kid.kids))
    return "".join("".join(parts).split()).rstrip("：:")
