"""Tidy Document to records: frame and metadata, outline, rows, deadlines, targets, owners, steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from policyparse.coverage import account
from policyparse.document import Block
from policyparse.interpret.context import Context, Draft
from policyparse.interpret.doubts import mark
from policyparse.interpret.frame import Frame, Part, read_frame
from policyparse.interpret.frame_words import words_of as frame_words
from policyparse.interpret.markers import number_words, read_marker
from policyparse.interpret.metadata_kind import kind_of_annex
from policyparse.interpret.outline import read_outline
from policyparse.interpret.owners import OwnerRules
from policyparse.interpret.prose import read_prose
from policyparse.interpret.rows import table_records
from policyparse.interpret.series import check_series
from policyparse.interpret.table_names import name_in_sections, table_names
from policyparse.interpret.units import Known, collect
from policyparse.interpret.years import years_of
from policyparse.lexicon import Lexicon
from policyparse.normalise.forms import form_below, is_form
from policyparse.normalise.model import LogicalTable, Tidy, TidyBlock
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.records import Meta, PolicyDocument, Record, Source, TableColumn, TableOut, digest
from policyparse.text import one_line

_OWNER_FIELDS = {"lead", "support", "owner", "leader"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """The output, and what explains it: the frame and the drafts in the order of the records."""

    document: PolicyDocument
    frame: Frame
    drafts: tuple[Draft, ...]
    roles: dict[int, str]


def interpret(tidy: Tidy, lexicon: Lexicon) -> Interpretation:
    """Read the records. Never raises on any content."""
    blocks: list[Block] = [b.parts[0] if isinstance(b, LogicalTable) else b for b in tidy.blocks]
    frame = read_frame(blocks, tidy.document.hints, lexicon)
    meta = frame.meta
    texts = [
        b.text
        for b, role in zip(tidy.blocks, frame.roles, strict=True)
        if role == "body" and not isinstance(b, LogicalTable)
    ]
    context = Context(lexicon=lexicon, meta=meta, years=years_of(meta, texts, lexicon), known=_known(tidy, lexicon))
    roles = {i: role for i, role in enumerate(frame.roles) if role != "body"}
    names = table_names(tidy.blocks, roles, lexicon)
    drafts = _drafts(tidy, frame, context, roles, names)
    _identify(drafts)
    by_block: dict[int, list[Record]] = {}
    by_cell: dict[tuple[int, int, int], list[Record]] = {}
    for draft in drafts:
        for index in draft.blocks:
            by_block.setdefault(index, []).append(draft.record)
        for place in draft.cells:
            by_cell.setdefault(place, []).append(draft.record)
    coverage, lost = account(tidy, roles, by_block, by_cell, number_words(lexicon))
    tables = {b.index: b for b in tidy.blocks if isinstance(b, LogicalTable)}
    problems = [*tidy.problems, *lost, *_problems(drafts), *_table_problems(tables, drafts)]
    problems += check_series([draft.record for draft in drafts])
    if not drafts:
        problems.append(Problem(code="no-records", message="the document hands out no work in a form that is known"))
    problems += mark(tidy.document, [draft.record for draft in drafts], meta, tidy.set_aside, lexicon)
    file = tidy.document.file
    document = PolicyDocument(
        source=Source(
            path=file.path,
            format=file.format,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            pages=file.pages,
            encoding=file.encoding,
            ocr=file.ocr,
        ),
        meta=meta,
        records=[draft.record for draft in drafts],
        tables=[_table_out(b, names.get(i)) for i, b in enumerate(tidy.blocks) if isinstance(b, LogicalTable)],
        coverage=coverage,
        problems=problems,
    )
    return Interpretation(document=document, frame=frame, drafts=tuple(drafts), roles=roles)


def _known(tidy: Tidy, lexicon: Lexicon) -> Known:
    cells = [
        row.cells[column.index].text
        for table in tidy.blocks
        if isinstance(table, LogicalTable)
        for column in table.columns
        if column.field in _OWNER_FIELDS
        for row in table.rows
        if row.kind == "body" and row.cells[column.index].text
    ]
    return collect(cells, lexicon)


def _drafts(tidy: Tidy, frame: Frame, context: Context, roles: dict[int, str], names: Mapping[int, str]) -> list[Draft]:
    """The records of every part in reading order. An annex's title joins the sections when the body gives records."""
    drafts: list[Draft] = []
    rules = OwnerRules()
    body_gave = False
    for part in frame.parts:
        if part.kind == "letter":
            drafts.extend(_letter(part, tidy, frame, context))
        indexed = [(i, tidy.blocks[i]) for i in range(part.start, part.end) if frame.roles[i] == "body"]
        if not indexed:
            continue
        section: tuple[str, ...] = ()
        if part.kind == "annex" and body_gave and part.title:
            section = (one_line(part.title),)
        meta = _annex_meta(part.title, context) if part.kind == "annex" else context.meta
        here = replace(context, section=section, meta=meta, title=part.title)
        found, rules = _part(indexed, here, rules, roles, names)
        body_gave = body_gave or bool(found)
        drafts.extend(found)
    for draft in drafts:
        _places(draft, tidy.blocks)
    return drafts


def _letter(part: Part, tidy: Tidy, frame: Frame, context: Context) -> list[Draft]:
    """The points and later paragraphs of a covering letter that end in owners or tell somebody to act by a day."""
    indexed = [(i, tidy.blocks[i]) for i in range(part.start, part.end) if frame.roles[i] == "letter"]
    if (
        indexed
        and not isinstance(indexed[0][1], LogicalTable)
        and read_marker(indexed[0][1].text.strip(), context.lexicon) is None
    ):
        indexed = indexed[1:]  # 现将…印发给你们
    meta = context.meta.model_copy(update={"kind": "other", "title": part.title})
    root = read_outline(indexed, context.lexicon)
    return list(read_prose(root, replace(context, meta=meta), OwnerRules(), loose="closing").drafts)


def _annex_meta(title: str | None, context: Context) -> Meta:
    """The metadata under which an annex is read: its own title says whether it is a plan or a list of names."""
    kind = kind_of_annex(title, frame_words(context.lexicon))
    return context.meta.model_copy(update={"kind": kind}) if kind else context.meta


def _part(
    indexed: Sequence[tuple[int, TidyBlock]],
    context: Context,
    rules: OwnerRules,
    roles: dict[int, str],
    names: Mapping[int, str],
) -> tuple[list[Draft], OwnerRules]:
    root = read_outline(indexed, context.lexicon)
    prose = read_prose(root, context, rules)
    roles.update(prose.roles)
    order = {id(block): i for i, block in indexed}
    keyed: list[tuple[int, int, Draft]] = [(min(d.blocks), n, d) for n, d in enumerate(prose.drafts)]
    given: list[tuple[str | None, int, list[Draft]]] = []
    for node in root.walk():
        for table in node.tables:
            at, path = order[id(table)], node.path()
            if node.parent and table in node.captioned and any(node.index in d.blocks for d in prose.drafts):
                path = node.parent.path()  # a captioned table below a point that is a task itself stands beside it
            found = table_records(table, path, context)
            keyed.extend((at, n, d) for n, d in enumerate(found))
            given.append((names.get(at), len(context.section) + len(path), found))
            if not found:
                roles[at] = "data-table"
    name_in_sections(given, (context.meta.title, context.title))
    gave = {at for at, _, draft in keyed if draft.cells}
    heads = {at for place, (at, _) in enumerate(indexed) if _heads_rows(place, indexed, gave)}
    roles.update(dict.fromkeys(heads, "form-head"))
    keyed = [item for item in keyed if item[0] not in heads]
    keyed.sort(key=lambda item: item[:2])
    return [draft for _, _, draft in keyed], prose.rules


def _heads_rows(place: int, indexed: Sequence[tuple[int, TidyBlock]], gave: set[int]) -> bool:
    """Is the block at this place a form whose labels hold for the rows of a table below, which gave records."""
    block = indexed[place][1]
    if not isinstance(block, LogicalTable) or not is_form(block):
        return False
    below = form_below([b for _, b in indexed], place)
    return below is not None and indexed[below][0] in gave


def _places(draft: Draft, blocks: Sequence[TidyBlock]) -> None:
    """The source of a prose record: the places of its paragraphs."""
    if draft.record.source:
        return
    places: dict[Origin, None] = {}
    for index in draft.blocks:
        block = blocks[index]
        if not isinstance(block, LogicalTable):
            places.update(dict.fromkeys(block.origins))
    draft.record.source = list(places)


def _identify(drafts: Sequence[Draft]) -> None:
    """Ids from what the record says and not from where it stands, so that the same document in another format
    gives the same ids; equal records are counted."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        stem = digest(draft.record)
        seen[stem] += 1
        draft.record.id = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"


def _problems(drafts: Sequence[Draft]) -> list[Problem]:
    return [
        Problem(code=code, message=message, record=draft.record.id, field=name, source=tuple(draft.record.source))
        for draft in drafts
        for code, message, name in draft.problems
    ]


def _table_problems(tables: Mapping[int, LogicalTable], drafts: Sequence[Draft]) -> list[Problem]:
    """What to look at in the tables that gave records: guessed and unknown columns, no header, records without owner."""
    problems: list[Problem] = []
    for index in dict.fromkeys(cell[0] for draft in drafts for cell in draft.cells[:1]):
        table = tables[index]
        place = (replace(table.origin, table=index),)
        if not table.has_header:
            message = "no header row: the columns were judged by what they hold"
            problems.append(Problem(code="header-missing", message=message, source=place))
        for column in table.columns:
            name = column.name or f"column {column.index + 1}"
            if column.rule in {"content", "position"} and column.field not in {None, "attribute"}:
                message = f"{name} is taken for {column.field}: {column.evidence}"
                problems.append(Problem(code="header-guessed", message=message, source=place))
            elif column.field is None and any(row.cells[column.index].text for row in table.rows if row.kind == "body"):
                message = f"no field takes {name}; its cells are in attributes"
                problems.append(Problem(code="column-unknown", message=message, source=place))
    for draft in drafts:
        record = draft.record
        owned = draft.cells and any(c.field in _OWNER_FIELDS for c in tables[draft.cells[0][0]].columns)
        if owned and not (record.owner.leaders or record.owner.lead or record.owner.support):
            message = f"{record.number or record.task[:20]} has no owner in a table with an owner column"
            problems.append(
                Problem(
                    code="owner-missing", message=message, record=record.id, field="owner", source=tuple(record.source)
                )
            )
    return problems


def _table_out(table: LogicalTable, name: str | None) -> TableOut:
    rows = []
    for row in table.rows:
        if (row.kind == "section" and "bridge" in row.flags) or (row.kind == "note" and "form" not in row.flags):
            rows.append([row.text or one_line(row.cells[0].text)] * len(row.cells))
        else:
            rows.append([one_line(cell.text) for cell in row.cells])
    return TableOut(
        name=name,
        columns=[
            TableColumn(name=c.field if c.field != "attribute" else None, spellings=list(c.spellings), rule=c.rule)
            for c in table.columns
        ],
        rows=rows,
        sources=[replace(part.origin, table=table.index) for part in table.parts],
    )
