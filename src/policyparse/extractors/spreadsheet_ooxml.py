"""XLSX (ECMA-376 part 1, 18): one pass over each sheet's XML gives values, formats, formulas and what is hidden."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken, LimitExceeded, PasswordNeeded
from policyparse.extractors.spreadsheet_model import CellKind, Comment, Sheet, SheetCell, Span, Workbook
from policyparse.extractors.spreadsheet_numbers import BUILT_IN, is_date, shown

#: Bytes of XML that are unpacked from one file. 20,000 rows of 17 columns are 40 MB; a zip bomb is without end.
UNPACKED_LIMIT: Final = 512 * 1024 * 1024
#: Cells that are read from one file.
CELL_LIMIT: Final = 4_000_000
_LAST_ROW, _LAST_COL = 1_048_575, 16_383

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
#: &L, &"font,Bold", &12, &P in page headers: codes, not words.
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')


class Package:
    """The zip archive. Names are matched whatever their case."""

    def __init__(self, data: bytes) -> None:
        """Raises FileBroken where `data` is no complete zip archive."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise FileBroken(
                "the file is no complete zip archive, so no workbook; it is truncated or damaged: get a fresh copy"
            ) from error
        self._infos = {_key(info.filename): info for info in self._archive.infolist()}
        self._unpacked = 0

    def holds(self, name: str) -> bool:
        return _key(name) in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        info = self._infos.get(_key(name))
        if info is None:
            raise FileBroken(f"the workbook has no part {name}; it is damaged: get a fresh copy")
        if info.flag_bits & 0x1:
            raise PasswordNeeded(
                "the archive is encrypted; remove the password in the office program and save it again"
            )
        left = UNPACKED_LIMIT - self._unpacked
        try:
            with self._archive.open(info) as part:
                # the directory's size may lie: read one byte more than is allowed
                data = part.read(min(left, info.file_size) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise FileBroken(f"the part {name} cannot be unpacked ({error}); get a fresh copy of the file") from error
        self._unpacked += len(data)
        if self._unpacked > UNPACKED_LIMIT:
            raise LimitExceeded(
                f"the parts unpack to more than {UNPACKED_LIMIT // 1024 // 1024} MiB; the file is not read"
            )
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of a part. Raises FileBroken where it is no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise FileBroken(f"the part {name} is no valid XML ({error}); get a fresh copy of the file") from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id to (last word of the type, target part)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        known: dict[str, tuple[str, str]] = {}
        if not self.holds(rels):
            return known
        for element in self.xml(rels):
            if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
                continue
            target = element.get("Target", "").replace("\\", "/")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            known[element.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
        return known


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The descendants of this local name, in either of the two namespaces of the standard."""
    return root.iter(f"{{*}}{name}")


def read_xlsx(data: bytes) -> Workbook:
    """Read a workbook. Raises FileBroken, LimitExceeded or PasswordNeeded."""
    package = Package(data)
    main = next((t for k, t in package.relations("").values() if k == "officeDocument"), "xl/workbook.xml")
    root = package.xml(main)
    relations = package.relations(main)
    strings = _strings(package, _target(relations, "sharedStrings", main, "sharedStrings.xml"))
    codes = _codes(package, _target(relations, "styles", main, "styles.xml"))
    date1904 = any(p.get("date1904") in {"1", "true"} for p in _named(root, "workbookPr"))
    reader = _Sheets(package, strings, codes, date1904)
    sheets = []
    for element in _named(root, "sheet"):
        relation = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        kind, part = relations.get(str(relation), ("", ""))
        if kind != "worksheet" or not package.holds(part):
            continue
        hidden = element.get("state", "visible") != "visible"
        sheets.append(reader.read(part, element.get("name", ""), hidden))
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
    pieces = []
    for child in element:
        name = _local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(t.text or "" for t in child if _local(t) == "t")
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


def _codes(package: Package, part: str) -> list[str]:
    """The number format of each cell style."""
    if not package.holds(part):
        return []
    root = package.xml(part)
    own = {_int(f.get("numFmtId")): f.get("formatCode", "General") for f in _named(root, "numFmt")}
    codes: list[str] = []
    for group in _named(root, "cellXfs"):
        for style in group:
            number = _int(style.get("numFmtId"))
            codes.append(own.get(number) or BUILT_IN.get(number, "General"))
    return codes


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.lstrip("-").isdigit() else 0


def _place(reference: str | None) -> tuple[int, int] | None:
    """Row and column from 0 of A1, or None."""
    found = _REFERENCE.fullmatch(reference or "")
    if not found:
        return None
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - 64
    row = int(found[2]) - 1
    return (row, col - 1) if 0 <= row <= _LAST_ROW and col - 1 <= _LAST_COL else None


class _Sheets:
    """Reads sheets; remembers what all of them share."""

    def __init__(self, package: Package, strings: list[str], codes: list[str], date1904: bool) -> None:
        self.package = package
        self.strings = strings
        self.codes = codes
        self.date1904 = date1904
        self.cells = 0
        self.columns: dict[str, int] = {}

    def read(self, part: str, name: str, hidden: bool) -> Sheet:
        cells: dict[int, list[SheetCell]] = {}
        merges: list[Span] = []
        hidden_rows: set[int] = set()
        hidden_cols: set[int] = set()
        asides: list[tuple[str, str]] = []
        at = -1
        tags = ("{*}row", "{*}mergeCell", "{*}col", "{*}oddHeader", "{*}oddFooter")
        for _, element in _walk(self.package, part, tags):
            kind = _local(element)
            if kind == "row":
                given = element.get("r")
                at = min(_int(given) - 1, _LAST_ROW) if given else at + 1
                at = max(at, 0)
                if element.get("hidden") in {"1", "true"}:
                    hidden_rows.add(at)
                found = self._row(element, at)
                if found:
                    cells.setdefault(at, []).extend(found)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]  # type: ignore[union-attr]
            elif kind == "mergeCell":
                first, _, last = element.get("ref", "").partition(":")
                a, b = _place(first), _place(last or first)
                if a and b and a <= b and a[1] <= b[1]:
                    merges.append((*a, *b))
            elif kind == "col" and element.get("hidden") in {"1", "true"}:
                last_col = min(_int(element.get("max")), _LAST_COL + 1)
                hidden_cols.update(range(max(_int(element.get("min")) - 1, 0), last_col))
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
        )

    def _row(self, element: etree._Element, row: int) -> list[SheetCell]:
        found: list[SheetCell] = []
        col = -1
        columns = self.columns
        for c in element:
            name = c.get("r")
            place = columns.get(name.rstrip("0123456789")) if name else None
            if place is None and name:
                letters_and_row = _place(name)
                if letters_and_row:
                    place = columns[name.rstrip("0123456789")] = letters_and_row[1]
            col = place if place is not None else col + 1
            if len(c) == 0:
                continue
            cell = self._cell(c, row, col)
            if cell is not None:
                found.append(cell)
        self.cells += len(found)
        if self.cells > CELL_LIMIT:
            raise LimitExceeded(f"the workbook holds more than {CELL_LIMIT:,} cells; split it")
        return found

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
        style = _int(given) if given else 0
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
        return number, shown(number, code, date1904=self.date1904), "date" if dated else "number"

    def _comments(self, relations: dict[str, tuple[str, str]]) -> Iterator[Comment]:
        for kind, part in relations.values():
            if kind != "comments" or not self.package.holds(part):
                continue
            for element in _named(self.package.xml(part), "comment"):
                place = _place(element.get("ref"))
                text = "".join(_rich(t) for t in element if _local(t) == "text")
                if place and text.strip():
                    yield Comment(row=place[0], col=place[1], text=text)

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
