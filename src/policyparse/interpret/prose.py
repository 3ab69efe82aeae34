"""Numbered prose to records: one per innermost point, one per part that ends in owners of its own, one per box item."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from policyparse.interpret.context import Context, Draft, ProseResult
from policyparse.interpret.markers import first_sentence, read_enumeration, read_marker
from policyparse.interpret.outline import Box, Node, instructs, item_label
from policyparse.interpret.owners import OwnerRules, Part, opens_with_label, split_parts
from policyparse.interpret.prose_record import State, add_record
from policyparse.interpret.prose_sections import owner_of_section
from policyparse.interpret.prose_wanted import (
    asks,
    introduces,
    names_doer_and_date,
    only_tells,
    over_nothing,
    wanted,
)
from policyparse.text import compact

#: A sentence goes on behind an owner statement.
_STOPS = "。；;，,"
_GOES_ON = ("，", "、", "；", ",", ";")


def read_prose(root: Node, context: Context, rules: OwnerRules, loose: str = "introduction") -> ProseResult:
    """Read one part's outline. `rules` are the owner rules that earlier parts of the document set; `loose` is the role
    of paragraphs above all points (`closing`: those that tell somebody to act by a day are records)."""
    state = State(context=context, rules=rules, drafts=[], roles={})
    state.telling = only_tells(root, context)
    leaves = [node for node in root.walk() if node.index >= 0 and not node.children]
    state.loose = loose
    _walk(root, state, leaves[-1] if leaves else None)
    return ProseResult(drafts=tuple(state.drafts), rules=state.rules, roles=state.roles)


def _walk(node: Node, state: State, last: Node | None) -> None:
    outer = state.inherited
    state.roles.update(dict.fromkeys(node.notes, "table-note"))
    if node.index < 0:
        alone = not node.children and not node.tables and asks(state.context)
        above = [(index, text) for index, text in node.body if index not in node.below]
        _loose(above, [], state, "closing" if alone else state.loose)
        _loose([b for b in node.body if b[0] in node.below], [], state, "closing")
    elif node.children or (node.tables and introduces(node, state)):
        state.roles[node.index] = "heading"
        _own_task(node, state)
        found = owner_of_section(node, state)
        if found is not None:
            state.inherited, state.rules = found, found.rules
        _loose([b for b in node.body if b[0] not in state.roles], node.path(), state, "heading-text")
    else:
        _leaf(node, state, node is last)
    if not node.background and state.context.meta.kind != "other":
        for box in node.boxes:
            _box(box, node, state)
    else:
        for box in node.boxes:
            state.roles.update(dict.fromkeys((box.index, *(i for i, _ in box.items)), "background"))
    for child in node.children:
        _walk(child, state, last)
    state.inherited = outer


def _own_task(node: Node, state: State) -> None:
    """A point over others that says more than its title and ends in owners of its own is a task besides them."""
    context = state.context
    start = node.marker.end if node.marker else 0
    text = node.text[start:].strip()
    if state.telling or node.background or first_sentence(text) >= len(text):
        return
    title, rest = text[: first_sentence(text)], text[first_sentence(text) :]
    parts, rules = split_parts(rest, state.rules, context.lexicon, context.known)
    owned = [p for p in parts if p.owner is not None]
    if len(owned) != 1 or not owned[0].text.strip("。；;，, \n"):
        return
    state.rules = rules
    above = node.parent.path() if node.parent else []
    add_record(
        state,
        number=node.number,
        section=above,
        text=title + "".join(p.text for p in parts),
        owner=owned[0].owner,
        blocks=[node.index],
        beside=owned[0].rest,
    )


def _leaf(node: Node, state: State, last: bool) -> None:
    context = state.context
    body = list(node.body)
    closing = _closing(body, context)
    if last and not closing and body and _stands_alone(node, body) and names_doer_and_date(body[-1][1], context):
        closing = body[-1:]  # the document's last paragraph tells somebody to report by a day
    if node.marker is None and not node.duties and not body and first_sentence(node.text) == len(node.text):
        state.roles[node.index] = "heading"  # a heading over nothing
        return
    if over_nothing(node, state):
        state.roles[node.index] = "heading"
        return
    for index, _ in closing:
        body.remove((index, next(t for i, t in body if i == index)))
    start = node.marker.end if node.marker else 0
    title = node.text[start:].strip()
    text = "\n".join([title, *(t for _, t in body)])
    parts, rules = split_parts(text, state.rules, context.lexicon, context.known)
    owned = [p for p in parts if p.owner is not None]
    if state.telling or not wanted(node, owned, text, state):
        state.roles.update(
            dict.fromkeys((node.index, *(i for i, _ in body)), "background" if node.background else "no-task")
        )
        _loose(closing, node.path()[:-1], state, "closing")
        return
    state.rules = rules
    blocks = [node.index, *(i for i, _ in body)]
    lines = list(zip(blocks, (title, *(t for _, t in body)), strict=True))
    above = node.parent.path() if node.parent else []
    if len(owned) > 1:
        _parts(node, title, body, parts, lines, state)
    else:
        # an owner named in the middle of a sentence: without it no text would be left as printed
        whole = [p.bracketed or all(line.strip().rstrip(_STOPS) in text for line in p.text.split("\n")) for p in parts]
        content = "".join(p.text if fits else text[p.start : p.end] for p, fits in zip(parts, whole, strict=True))
        owner = owned[0].owner if owned else None
        if owner is None and node.duties:
            stated = owner_of_section(node, state)
            owner = stated.owner if stated else None
        if any(p.owner is None and p.text.lstrip().startswith(_GOES_ON) for p in parts):
            content = text  # the owner stands inside a sentence: taking it out would leave no text as printed
        add_record(
            state,
            number=node.number,
            section=above,
            text=content,
            owner=owner,
            blocks=blocks,
            beside=[w for p in owned for w in p.rest],
            traces=[t for p in parts if p.owner is None for t in p.traces],
        )
    _loose(closing, above, state, "closing")


def _stands_alone(node: Node, body: Sequence[tuple[int, str]]) -> bool:
    """Has the point content of its own before its last paragraph."""
    start = node.marker.end if node.marker else 0
    title = node.text[start:].strip()
    if len(body) > 1 or first_sentence(title) < len(title):
        return True
    others = [n for n in node.parent.children if n is not node] if node.parent else []
    # every point is one whole sentence, so the paragraph below the last one is no body of it
    return title.endswith("。") and bool(others) and not any(n.body or n.children for n in others)


def _parts(
    node: Node,
    title: str,
    body: Sequence[tuple[int, str]],
    parts: Sequence[Part],
    lines: Sequence[tuple[int, str]],
    state: State,
) -> None:
    """Several parts that each end in owners: one record a part. `lines`: the point's paragraphs (block, text)."""
    above = node.parent.path() if node.parent else []
    alone = bool(body) and first_sentence(title) >= len(title.rstrip())
    if alone and parts[0].text.strip().split("\n", 1)[0].strip() != title.strip():
        alone = False
    starts = [0, *accumulate(len(text) + 1 for _, text in lines)]
    begin = len(title) + 1 if alone else 0
    pending = ""
    first = True
    for number, part in enumerate(parts):
        text = part.text.strip("\n ")
        section = above
        if alone:
            section = [*above, node.heading()]
            if number == 0:
                text = text.removeprefix(title).strip("\n ")
                state.roles[node.index] = "heading"
        blocks = [i for i, _ in lines[bisect_right(starts, begin) - 1 : bisect_left(starts, part.end)]]
        if not text:
            continue
        rest = number + 1 == len(parts) and part.owner is None
        if rest and not instructs(text, state.context.lexicon) and state.drafts:
            _append(state.drafts[-1], text, blocks)
            continue
        if part.owner is None and not rest:
            pending = f"{pending}\n{text}".strip()
            continue
        text, pending, begin = f"{pending}\n{text}".strip(), "", part.end
        own = node.number if first and not alone else None
        marker = read_marker(text, state.context.lexicon) or read_enumeration(text)
        if marker is not None and not (first and not alone):
            own, text = marker.number, text[marker.end :]
        add_record(state, number=own, section=section, text=text, owner=part.owner, blocks=blocks, beside=part.rest)
        first = False


def _append(draft: Draft, text: str, blocks: Sequence[int]) -> None:
    record = draft.record
    record.content = f"{record.content}\n{text}" if record.content else text
    draft.blocks.extend(i for i in blocks if i not in draft.blocks)


def _closing(body: list[tuple[int, str]], context: Context) -> list[tuple[int, str]]:
    """The paragraphs at the end of a point that close the document (特此通知 …)."""
    words = context.lexicon["outline"]["closing"]
    term = re.compile(context.lexicon["outline"]["closing_term"])
    for at, (_, text) in enumerate(body):
        bare = compact(text)
        starts = term.match(bare) or any(bare.startswith(word) for word in words)
        if starts or (len(bare) <= 40 and any(word in bare for word in words)):
            return body[at:]
    return []


def _loose(paragraphs: Sequence[tuple[int, str]], section: Sequence[str], state: State, role: str) -> None:
    """Paragraphs outside points: records only where they end in owners or name a doer and a date."""
    context = state.context
    for group in _with_labels(paragraphs, state):
        blocks = [index for index, _ in group]
        text = "\n".join(text for _, text in group)
        if state.telling:
            state.roles.update(dict.fromkeys(blocks, role))
            continue
        parts, rules = split_parts(text, state.rules, context.lexicon, context.known)
        owned = [p for p in parts if p.owner is not None and p.text.strip()]
        if owned:
            state.rules = rules
            if len(owned) == 1 and len(group) > 1:
                # what stands behind the owners (进度安排：…) goes with them
                owned = [replace(owned[0], text="\n".join(p.text.strip() for p in parts))]
            for part in owned:
                add_record(
                    state,
                    number=None,
                    section=section,
                    text=part.text.strip(),
                    owner=part.owner,
                    blocks=blocks,
                    beside=part.rest if len(group) > 1 else (),
                )
        elif role in {"closing", "heading-text"} and names_doer_and_date(text, context):
            add_record(state, number=None, section=section, text=text, owner=None, blocks=blocks)
        else:
            if parts and parts[0].owner is not None:
                state.rules = rules
            state.roles.update(dict.fromkeys(blocks, role))


def _with_labels(paragraphs: Sequence[tuple[int, str]], state: State) -> list[list[tuple[int, str]]]:
    """Each paragraph with the lines of labels below it (责任单位：… 进度安排：…)."""
    groups: list[list[tuple[int, str]]] = []
    for index, text in paragraphs:
        if groups and opens_with_label(text, state.context.lexicon):
            groups[-1].append((index, text))
        else:
            groups.append([(index, text)])
    return groups


def _box(box: Box, node: Node, state: State) -> None:
    state.roles[box.index] = "box-title"
    section = [*node.path(), box.title]
    for index, text in box.items:
        labelled = item_label(text, state.context.lexicon)
        marker = read_marker(text, state.context.lexicon)
        start = marker.end if marker else 0
        number = marker.number if marker else None
        if labelled is None:
            add_record(
                state,
                number=number,
                section=section,
                text=text[start:],
                owner=None,
                blocks=[index],
                kind="project",
            )
            continue
        label, rest = labelled
        inside = read_marker(label, state.context.lexicon)
        label = label[inside.end :] if inside else label
        parts, state.rules = split_parts(rest, state.rules, state.context.lexicon, state.context.known)
        owner = next((p.owner for p in parts if p.owner is not None), None)
        content = "".join(p.text for p in parts)
        add_record(
            state,
            number=number,
            section=section,
            text=content,
            owner=owner,
            blocks=[index],
            kind="project",
            task=label,
        )
