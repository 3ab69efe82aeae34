"""XLSX (ECMA-376 part 1, 18): one pass over each sheet's XML gives values, formats, formulas and what is hidden."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken, LimitExceeded
from policyparse.extractors.spreadsheet_model import (
    CellKind,
    ClosedList,
    Comment,
    Sheet,
    SheetCell,
    Span,
    Workbook,
    extend,
)
from policyparse.extractors.spreadsheet_numbers import EPOCH_1904, is_date, shown
from policyparse.extractors.spreadsheet_package import Package, local, named
from policyparse.extractors.spreadsheet_references import LAST_COL, LAST_ROW, as_int, closed_list, place, span
from policyparse.extractors.spreadsheet_styles import cell_styles

#: From the names of the sheets: how many filled rows to read of some of them.
Limits = Callable[[Sequence[str]], Mapping[str, int]]
#: Cells that are read from one file.
CELL_LIMIT: Final = 4_000_000

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: &L, &"font,Bold", &12, &P in page headers: codes, not words.
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')


def read_xlsx(data: bytes, limits: Limits | None = None) -> Workbook:
    """Read a workbook. `limits` gives from the sheets' names how many rows are wanted of which; the others are whole.

    Raises FileBroken, LimitExceeded or PasswordNeeded.
    """
    package = Package(data)
    main = next((t for k, t in package.relations("").values() if k == "officeDocument"), "xl/workbook.xml")
    root = package.xml(main)
    relations = package.relations(main)
    strings = _strings(package, _target(relations, "sharedStrings", main, "sharedStrings.xml"))
    codes, rules = cell_styles(package, _target(relations, "styles", main, "styles.xml"))
    date1904 = any(p.get("date1904") in {"1", "true"} for p in named(root, "workbookPr"))
    reader = _Sheets(package, strings, codes, rules, date1904)
    sheets = []
    elements = list(named(root, "sheet"))
    most = limits([e.get("name", "") for e in elements]) if limits else {}
    for element in elements:
        relation = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        kind, part = relations.get(str(relation), ("", ""))
        if kind != "worksheet" or not package.holds(part):
            continue
        hidden = element.get("state", "visible") != "visible"
        name = element.get("name", "")
        if most.get(name) == 0:
            sheets.append(Sheet(name=name, hidden=hidden, cells={}))
            continue
        sheets.append(reader.read(part, name, hidden, most.get(name)))
    if not sheets:
        raise FileBroken("the workbook has no sheet with cells; it is damaged: get a fresh copy")
    return Workbook(format="xlsx", sheets=tuple(sheets))


def _target(relations: dict[str, tuple[str, str]], kind: str, main: str, default: str) -> str:
    found = next((target for k, target in relations.values() if k == kind), None)
    return found or posixpath.join(posixpath.dirname(main), default)


def _unescape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _rich(element: etree._Element) -> str:
    """The text of an `si` or `is`: its runs, without phonetic readings."""
    if len(element) == 1 and str(element[0].tag).endswith("}t"):
        return _unescape(element[0].text or "")
    pieces = []
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(t.text or "" for t in child if local(t) == "t")
    return _unescape("".join(pieces))


def _strings(package: Package, part: str) -> list[str]:
    if not package.holds(part):
        return []
    strings: list[str] = []
    for _, element in _walk(package, part, ("{*}si",)):
        strings.append(_rich(element))
        element.clear()
    return strings


def _walk(package: Package, part: str, tags: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    source = io.BytesIO(package.read(part))
    try:
        yield from etree.iterparse(
            source, events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
        )
    except etree.XMLSyntaxError as error:
        raise FileBroken(f"the part {part} is no valid XML ({error}); get a fresh copy of the file") from error


class _Sheets:
    """Reads sheets; remembers what all of them share."""

    def __init__(
        self, package: Package, strings: list[str], codes: list[str], rules: list[bool], date1904: bool
    ) -> None:
        self.package = package
        self.strings = strings
        self.codes = codes
        self.rules = rules
        self.date1904 = date1904
        self.cells = 0
        self.columns: dict[str, int] = {}

    def read(self, part: str, name: str, hidden: bool, most: int | None = None) -> Sheet:
        cells: dict[int, list[SheetCell]] = {}
        merges: list[Span] = []
        hidden_rows: set[int] = set()
        hidden_cols: set[int] = set()
        asides: list[tuple[str, str]] = []
        lists: list[ClosedList] = []
        ruled: dict[int, list[tuple[int, int]]] = {}
        at = -1
        tags = ("{*}row", "{*}mergeCell", "{*}col", "{*}oddHeader", "{*}oddFooter", "{*}dataValidation")
        for _, element in _walk(self.package, part, tags):
            kind = local(element)
            if kind == "row":
                given = element.get("r")
                at = min(as_int(given) - 1, LAST_ROW) if given else at + 1
                at = max(at, 0)
                if element.get("hidden") in {"1", "true"}:
                    hidden_rows.add(at)
                found, empty = self._row(element, at)
                if found:
                    cells.setdefault(at, []).extend(found)
                if empty:
                    ruled.setdefault(at, []).extend(empty)
                if most is not None and len(cells) >= most:
                    break
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]  # type: ignore[union-attr]
            elif kind == "mergeCell":
                merged = span(element.get("ref", ""))
                if merged is not None:
                    merges.append(merged)
            elif kind == "col" and element.get("hidden") in {"1", "true"}:
                last_col = min(as_int(element.get("max")), LAST_COL + 1)
                hidden_cols.update(range(max(as_int(element.get("min")) - 1, 0), last_col))
            elif kind == "dataValidation":
                closed = closed_list(element)
                if closed is not None:
                    lists.append(closed)
            elif kind in {"oddHeader", "oddFooter"} and element.text:
                text = _HEADER_CODE.sub("", element.text).strip()
                if text:
                    asides.append(("running-header" if kind == "oddHeader" else "running-footer", text))
        for row in cells.values():
            row.sort(key=lambda c: c.col)
        relations = self.package.relations(part)
        return Sheet(
            name=name,
            hidden=hidden,
            cells=cells,
            merges=tuple(merges),
            hidden_rows=frozenset(hidden_rows),
            hidden_cols=frozenset(hidden_cols),
            comments=tuple(self._comments(relations)),
            asides=tuple(asides),
            objects=tuple(self._objects(relations)),
            lists=tuple(lists),
            ruled=ruled,
        )

    def _row(self, element: etree._Element, row: int) -> tuple[list[SheetCell], list[tuple[int, int]]]:
        """The cells that hold something, and the runs of empty ones with a rule above or below."""
        found: list[SheetCell] = []
        ruled: list[tuple[int, int]] = []
        col = -1
        columns = self.columns
        for c in element:
            name = c.get("r")
            given = columns.get(name.rstrip("0123456789")) if name else None
            if given is None and name:
                there = place(name)
                if there:
                    given = columns[name.rstrip("0123456789")] = there[1]
            col = given if given is not None else col + 1
            cell = self._cell(c, row, col) if len(c) else None
            if cell is not None:
                found.append(cell)
            elif self._draws_rule(c.get("s")):
                extend(ruled, col)
        self.cells += len(found)
        if self.cells > CELL_LIMIT:
            raise LimitExceeded(f"the workbook holds more than {CELL_LIMIT:,} cells; split it")
        return found, ruled

    def _draws_rule(self, given: str | None) -> bool:
        style = as_int(given) if given else 0
        return 0 <= style < len(self.rules) and self.rules[style]

    def _cell(self, c: etree._Element, row: int, col: int) -> SheetCell | None:
        kind = c.get("t", "n")
        stored: str | None = None
        formula = False
        for child in c:
            tag = str(child.tag)  # by its end: a namespace may be of either of two kinds
            if tag.endswith("}v"):
                stored = child.text
            elif tag.endswith("}f"):
                formula = True
            elif tag.endswith("}is"):
                stored = _rich(child)
        if stored is None or (stored == "" and kind != "str"):
            if formula:
                return SheetCell(row=row, col=col, value="", text="", kind="formula", computed=False)
            return None
        given = c.get("s")
        style = as_int(given) if given else 0
        code = self.codes[style] if 0 <= style < len(self.codes) else "General"
        value, text, found = self._value(kind, stored, code)
        if text == "" and not formula:
            return None
        return SheetCell(row=row, col=col, value=value, text=text, kind="formula" if formula else found, code=code)

    def _value(self, kind: str, stored: str, code: str) -> tuple[str | float | bool, str, CellKind]:
        if kind == "s":
            try:
                at = int(stored)
            except ValueError:
                at = -1
            text = self.strings[at] if 0 <= at < len(self.strings) else ""
            return text, text, "text"
        if kind == "inlineStr":
            return stored, stored, "text"
        if kind == "str":
            text = _unescape(stored)
            return text, text, "text"
        if kind == "b":
            truth = stored.strip() in {"1", "true"}
            return truth, "TRUE" if truth else "FALSE", "bool"
        if kind == "e":
            return stored, stored, "error"
        if kind == "d":
            return stored, stored.removesuffix("T00:00:00"), "date"
        try:
            number = float(stored)
        except ValueError:
            return stored, stored, "text"
        dated = is_date(code)
        if dated and self.date1904 and number >= 1:
            number += EPOCH_1904
        return number, shown(number, code), "date" if dated else "number"

    def _comments(self, relations: dict[str, tuple[str, str]]) -> Iterator[Comment]:
        for kind, part in relations.values():
            if kind != "comments" or not self.package.holds(part):
                continue
            for element in named(self.package.xml(part), "comment"):
                there = place(element.get("ref"))
                text = "".join(_rich(t) for t in element if local(t) == "text")
                if there and text.strip():
                    yield Comment(row=there[0], col=there[1], text=text)

    def _objects(self, relations: dict[str, tuple[str, str]]) -> Iterator[str]:
        """The words in text boxes and the names of charts."""
        for kind, part in relations.values():
            if kind != "drawing" or not self.package.holds(part):
                continue
            root = self.package.xml(part)
            words = "".join(t.text or "" for t in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
            if words.strip():
                yield words
            for inner, _ in self.package.relations(part).values():
                if inner in {"chart", "diagramData"}:
                    yield "a chart" if inner == "chart" else "a diagram"
