"""The owner cells of one table row."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.interpret.owner_reading import FIELD, summary
from policyparse.interpret.owner_statement import Named, Statement, parse
from policyparse.interpret.owner_words import Role, words_of
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.units import NOTHING_KNOWN, Known
from policyparse.lexicon import Lexicon
from policyparse.records import Owner
from policyparse.text import fold, one_line

_ROLES: dict[str, Role] = {"lead": "lead", "support": "support", "leader": "leader", "owner": "owner"}


def read_owner_cells(
    cells: Sequence[tuple[str, str]], lexicon: Lexicon, known: Known = NOTHING_KNOWN
) -> Reading[Owner]:
    """The owner of one row. `cells` are (role, text): role `lead`, `support`, `leader` or `owner` by the header.

    `owner` is a plain owner column (责任单位): lead, unless the cell's own words say otherwise or
    another cell names a lead by its own words. Units in a leader's cell go to `lead`, people in any
    other cell to `leaders`. An unknown role counts as `owner`. `Owner.text` holds the cells' texts
    joined by ；. Flag and problem `owner-unparsed` where a cell holds text and no name.
    """
    words = words_of(lexicon)
    leaders: list[str] = []
    units: list[Named] = []
    texts: list[str] = []
    traces: list[Trace] = []
    problems: list[tuple[str, str]] = []
    for role, text in cells:
        printed = one_line(text)
        if not printed or fold(printed) in words.empty:
            continue
        statement = parse(text, words, known, _ROLES.get(role, "owner"))
        texts.append(printed)
        if not statement.names:
            problems.append(("owner-unparsed", f"no unit and no person could be read in {printed[:60]!r}"))
        leaders.extend(name.printed for name in statement.names if name.person)
        units.extend(name for name in statement.names if not name.person)
        traces.append(_trace(role, printed, statement))
    said = any(name.role == "lead" for name in units)
    lead = [name.printed for name in units if name.role == "lead" or (name.role != "support" and not said)]
    lead = list(dict.fromkeys(lead))
    support = [name.printed for name in units if name.role == "support" or (name.role != "lead" and said)]
    owner = Owner(
        text="；".join(texts) or None,
        leaders=list(dict.fromkeys(leaders)),
        lead=lead,
        support=list(dict.fromkeys(support)),
    )
    return Reading(
        value=owner,
        flags=("owner-unparsed",) if problems else (),
        problems=tuple(problems),
        traces=tuple(traces),
    )


def _trace(role: str, printed: str, statement: Statement) -> Trace:
    people = [name.printed for name in statement.names if name.person]
    lists = Owner(
        leaders=people,
        lead=[n.printed for n in statement.names if not n.person and n.role in ("lead", "owner")],
        support=[n.printed for n in statement.names if not n.person and n.role == "support"],
    )
    rule = "cell-labels" if statement.labelled else "cell-role-verbs" if statement.verbs else f"column-{role}"
    rejected = tuple((piece, "no unit and no person") for piece in statement.rest)
    return Trace(field=FIELD, words=printed, rule=rule, value=summary(lists), rejected=rejected)
