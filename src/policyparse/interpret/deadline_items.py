"""From a term to the items of a deadline, with the flags, problems and traces that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policyparse.interpret.deadline_cycles import Cycle
from policyparse.interpret.deadline_open import Open
from policyparse.interpret.deadline_resolve import Days, resolve
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_terms import Term
from policyparse.interpret.deadline_text import Folded
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.years import Years
from policyparse.records import Deadline, DeadlineItem

_MESSAGES = {
    "year-unknown": "{words!r} has no year, and the document gives neither a period of one year nor a day of issue",
    "date-impossible": "{words!r} is no day of the calendar",
}


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Items and what is to be said of them, gathered term by term in reading order."""

    items: list[DeadlineItem] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    def add(
        self, term: Term, text: Folded, years: Years, *, label: str | None, carried: int | None, listed: bool = False
    ) -> None:
        """The items of one term. `label` says what it is for; an open term's label is its own words."""
        if isinstance(term, Open):
            words = text.printed(term.start, term.end)
            own = text.printed(term.label_start, term.end)
            self._item(DeadlineItem(text=words, label=own), term.rule)
        elif isinstance(term, Cycle):
            words = text.printed(term.start, term.end)
            for rrule in term.rrules:
                self._item(DeadlineItem(text=words, label=label, rrule=rrule), term.rule)
        else:
            for words, days in zip(pieces(term, text), resolve(term, years, carried, listed=listed), strict=True):
                item = DeadlineItem(text=words, label=label, start=days.start, due=days.due, year_from=days.year_from)
                self._item(item, term.rule)
                self._doubt(days, words)

    def _item(self, item: DeadlineItem, rule: str) -> None:
        self.items.append(item)
        self.traces.append(Trace(field="deadline", words=item.text or "", rule=rule, value=value(item)))

    def _doubt(self, days: Days, words: str) -> None:
        if days.doubt:
            self.problem(days.doubt, _MESSAGES[days.doubt].format(words=words))
            if days.doubt == "year-unknown":
                self.flag("year-unknown")
        elif days.year_from != "printed":
            self.flag("year-inferred")

    def flag(self, name: str) -> None:
        if name not in self.flags:
            self.flags.append(name)

    def problem(self, code: str, message: str) -> None:
        if (code, message) not in self.problems:
            self.problems.append((code, message))

    def reading(self, printed: str | None, rejected: Sequence[tuple[str, str]] = ()) -> Reading[Deadline]:
        """All of it as one reading; what was turned down goes with the last trace, or with one of its own."""
        traces = list(self.traces)
        if rejected:
            if traces:
                last = traces.pop()
                traces.append(
                    Trace(
                        field=last.field, words=last.words, rule=last.rule, value=last.value, rejected=tuple(rejected)
                    )
                )
            else:
                traces.append(Trace(field="deadline", words="", rule="none-accepted", rejected=tuple(rejected)))
        return Reading(
            value=Deadline(text=printed, items=self.items),
            flags=tuple(self.flags),
            problems=tuple(self.problems),
            traces=tuple(traces),
        )


def pieces(term: Dated, text: Folded) -> Iterable[str]:
    """The printed words of each group of a dated term; the word of motion goes with the first, 前 with the last."""
    last = len(term.groups) - 1
    for i, group in enumerate(term.groups):
        start = term.start if i == 0 else group.first.start
        yield text.printed(start, term.end if i == last else group.last.end)


def value(item: DeadlineItem) -> str:
    """The item as short text for a trace: `2019-03-01/2019-10-31`, `FREQ=MONTHLY`, a label."""
    if item.rrule:
        return item.rrule
    if item.start and item.due:
        return f"{item.start}/{item.due}"
    if item.start:
        return f"{item.start}/"
    return str(item.due) if item.due else item.label or ""
