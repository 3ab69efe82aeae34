"""What kind of document it is, by the last word of its title and by what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.document import Block, Table
from policyparse.interpret.frame_words import NUMBERED, Words
from policyparse.records import DocumentKind
from policyparse.text import count, fold

#: A plan or a piece of work in which tables hold this share of the text is a list of tasks (a plan's own
#: indicator tables and boxes stay below a third: seed 001).
_MOSTLY_TABLE = 0.6
#: A table hands out work when its first rows name at least so many of the known columns (task, owner, time, …).
_KNOWN_COLUMNS = 2
_HEADER_ROWS = 4
#: Beside a column of tasks one of these hands them out.
_WORK = {"lead", "support", "owner", "leader", "deadline", "steps"}
#: Prose hands out work when at least so many points end in a bracket of owners.
_OWNER_BRACKETS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the main part holds: share of characters in tables, whether a table hands out work, numbered
    paragraphs, brackets of owners."""

    in_tables: float
    work_table: bool
    points: int
    brackets: int

    @property
    def list_of_tasks(self) -> bool:
        """Mostly a table that hands out work."""
        return self.work_table and self.in_tables >= _MOSTLY_TABLE


def content_of(blocks: Sequence[Block], words: Words) -> Content:
    """Measure the blocks of a part."""
    text = table = points = brackets = 0
    work = False
    for block in blocks:
        if isinstance(block, Table):
            table += sum(count(cell.text) for cell in block.cells)
            heads = {fold(cell.text) for cell in block.cells if cell.row < _HEADER_ROWS}
            fields = {words.columns[head] for head in heads if head in words.columns}
            work = (
                work
                or len(heads & words.table_headers) >= _KNOWN_COLUMNS
                or ("task" in fields and bool(fields & _WORK))
            )
        else:
            text += count(block.text)
            start = fold(block.text[:40])
            points += bool(NUMBERED.match(start))
            brackets += bool(words.bracket_work.search(fold(block.text[-200:])))
    whole = text + table
    return Content(in_tables=table / whole if whole else 0.0, work_table=work, points=points, brackets=brackets)


def kind_of_annex(title: str | None, words: Words) -> DocumentKind | None:
    """The kind by which an annex is read: its own title's where that hands out work or only lists something, else None
    (that of the document)."""
    found = words.title_end.search(fold(title or ""))
    kind: DocumentKind | None = words.kinds.get(found["word"]) if found else None  # type: ignore[assignment]
    if kind == "other" and not words.annex_without_work.search(fold(title or "")):
        return None
    return None if kind == "notice" else kind


def kind_of(title: str | None, content: Content, words: Words) -> tuple[DocumentKind, str, str]:
    """The kind, the words that decided, and the rule."""
    c = fold(title or "")
    found = words.title_end.search(c)
    word = found["word"] if found else ""
    named: DocumentKind | None = words.kinds.get(word)  # type: ignore[assignment]
    if named == "notice" and words.notice_with_plan.search(c):
        return "plan", word, "notice-of-measures"
    if named in ("plan", "work_points") and content.list_of_tasks and not word.endswith("要点"):
        return "task_list", word, "mostly-a-table-of-tasks"
    if named == "other" and words.regulation.search(word) and content.brackets >= _OWNER_BRACKETS:
        return "plan", word, "regulation-that-hands-out-work"
    if named:
        return named, word, "last-word-of-title"
    if content.list_of_tasks:
        return "task_list", "", "mostly-a-table-of-tasks"
    if content.brackets >= _OWNER_BRACKETS and content.points >= _OWNER_BRACKETS:
        return "plan", "", "points-with-owners"
    return "other", "", "no-known-word"
