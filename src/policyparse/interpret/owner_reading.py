"""From a statement to the owner: the roles under the rules of the document, flags, problems and traces."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.interpret.owner_rules import OwnerRules, merged
from policyparse.interpret.owner_statement import Named, Statement
from policyparse.interpret.owner_view import view
from policyparse.interpret.reading import Reading, Trace
from policyparse.records import Owner
from policyparse.text import one_line

FIELD = "owner"


def read(
    statement: Statement, rules: OwnerRules, text: str, rejected: Sequence[tuple[str, str]] = ()
) -> Reading[Owner]:
    """The owner that a statement names. `rules` are those of the document so far; `text` is what is printed.

    Flags: `owner-inherited` where a standing owner (以下均由A落实) was added, `owner-unparsed` (with the
    problem of that name) where no name could be read.
    """
    units = [name for name in statement.names if not name.person]
    leaders = _unique(name.printed for name in statement.names if name.person)
    lead, support, by_first = _roles(units, merged(rules, statement.own))
    own = (*statement.own.standing, *statement.own.standing_support)
    lead = _unique((*lead, *statement.own.standing))
    support = _unique((*support, *statement.own.standing_support))
    support = [name for name in support if name not in statement.own.standing]  # …负责落实。以下均需…落实
    flags: list[str] = []
    traces: list[Trace] = []
    named = {view(name).plain for name in (*lead, *support)}
    for target, standing in ((lead, rules.standing), (support, rules.standing_support)):
        added = [name for name in standing if view(name).plain not in named and name not in own]
        if added:
            target.extend(added)
            flags.append("owner-inherited")
            traces.append(Trace(field=FIELD, words="、".join(added), rule="standing-owner", value="、".join(added)))
    printed = one_line(text)
    owner = Owner(text=printed or None, leaders=leaders, lead=lead, support=support)
    rule = "label" if statement.labelled else "role-verbs" if statement.verbs else "list-of-units"
    if by_first:
        rule = "first-is-lead"
    others = tuple((piece, "no unit and no person") for piece in statement.rest)
    traces.insert(0, Trace(field=FIELD, words=printed, rule=rule, value=summary(owner), rejected=(*rejected, *others)))
    problems: tuple[tuple[str, str], ...] = ()
    if not (lead or support or leaders):
        flags.append("owner-unparsed")
        problems = (("owner-unparsed", f"no unit and no person could be read in {printed[:60]!r}"),)
    return Reading(value=owner, flags=tuple(dict.fromkeys(flags)), problems=problems, traces=tuple(traces))


def _roles(units: Sequence[Named], rules: OwnerRules) -> tuple[list[str], list[str], bool]:
    """Lead and support units, and whether 列第一位者为牵头单位 or 逗号前为牵头单位 decided it."""
    said = any(name.role == "lead" for name in units)
    owners = [name for name in units if name.role == "owner"]
    by_first = (rules.first_is_lead or rules.comma_is_lead) and not said and bool(owners)
    together = owners[0].group if rules.comma_is_lead and owners else None
    lead: list[str] = []
    support: list[str] = []
    for name in units:
        plain_owner = name.role not in ("lead", "support")
        leads = not (by_first and lead) or (together is not None and name.group == together)
        if name.role == "lead" or (plain_owner and not said and leads):
            lead.append(name.printed)
        else:
            support.append(name.printed)
    return _unique(lead), _unique(support), by_first


def _unique(names: object) -> list[str]:
    return list(dict.fromkeys(names))  # type: ignore[call-overload]


def summary(owner: Owner) -> str:
    """The lists as one short text, for a trace."""
    parts = (("leaders", owner.leaders), ("lead", owner.lead), ("support", owner.support))
    return "; ".join(f"{name}: {'、'.join(names)}" for name, names in parts if names)
