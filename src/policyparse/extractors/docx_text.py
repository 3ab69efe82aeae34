"""The text of what was read: cells and tables inside cells."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.extractors.docx_flow import Grid, GridCell, Node
from policyparse.text import one_line


def cells_text(cells: Sequence[GridCell]) -> str:
    """The text of a table inside a cell: rows as lines, cells parted by a blank."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        text = one_line(nodes_text(cell.nodes))
        if text:
            rows.setdefault(cell.row, []).append(text)
    return "\n".join(" ".join(texts) for texts in rows.values())


def nodes_text(nodes: Sequence[Node]) -> str:
    """The text of a cell: paragraphs as lines."""
    texts = (cells_text(node.cells) if isinstance(node, Grid) else node.text for node in nodes)
    return "\n".join(text for text in texts if text)
