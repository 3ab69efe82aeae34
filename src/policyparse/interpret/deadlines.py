"""Deadlines: of a table's cell, and of a point in prose.

The grammar is in the modules `deadline_*`: folded text, points of the calendar, spans and lists, cycles, terms
without a date, and what the context of prose lets in. Its words are data, in `lexicon/deadlines.toml`.
"""

from __future__ import annotations

from policyparse.interpret.deadline_cells import read_cell
from policyparse.interpret.deadline_prose import read_prose
from policyparse.interpret.reading import Reading
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Deadline

__all__ = ["read_deadline_cell", "read_deadline_prose"]


def read_deadline_cell(text: str, years: Years, lexicon: Lexicon) -> Reading[Deadline]:
    """The deadline of a cell in a column for it. `Deadline.text` is the cell as printed, on one line.

    Each date, span, cycle, relative or open term is an item, with the words beside it as its label. Years that are
    not printed come from `years`: flag `year-inferred`, the rule in the item. Flags and problems
    `deadline-unparsed` (nothing, or a part that looks like a time, could not be read) and `year-unknown`
    (month without a year); problem `date-impossible` (2月30日; the item's days are None). Never raises.
    """
    return read_cell(text, years, lexicon)


def read_deadline_prose(text: str, years: Years, lexicon: Lexicon) -> Reading[Deadline]:
    """What a point in running text sets as its deadline; `text` is its whole text.

    `Deadline.text` is the printed expressions joined with `；`, or None. A time that is none (term of validity,
    permission, eligibility, comparison, the past, a frequency, years in 《》 or document numbers) stays out and is
    in the traces with the reason. A date said more than once is one item. Flags and problems as for a cell,
    without `deadline-unparsed`. Never raises.
    """
    return read_prose(text, years, lexicon)
