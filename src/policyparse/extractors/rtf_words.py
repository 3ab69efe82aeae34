"""Control words of RTF 1.9.1 that the reader knows, and the tokens of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: word, sign, open, close, or bytes (`raw`); `number` is a word's parameter or None."""

    kind: str
    name: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens in order; what a \\bin announces is left out."""
    at = 0
    while match := _TOKEN.search(data, at):
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token("bytes", raw=match["text"])
        elif kind == "hex":
            yield Token("bytes", raw=bytes.fromhex(match["hex"].decode("ascii")))
        elif kind == "brace":
            yield Token("open" if match["brace"] == b"{" else "close")
        elif kind == "sign":
            sign = match["sign"].decode("latin-1")
            if sign in "\\{}":
                yield Token("bytes", raw=match["sign"])
            else:
                yield Token("sign", sign)
        else:
            name = match["word"].decode("ascii")
            number = int(match["number"]) if match["number"] else None
            if name == "bin":
                at += max(0, number or 0)
                continue
            yield Token("word", name, number)


#: Words that print a character.
CHARACTERS: Final = {
    "tab": "\t", "line": "\n", "softline": "\n", "lbr": "\n", "page": "\f", "column": "\f", "softpage": "\f",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SIGNS: Final = {"~": "\u00a0", "_": "\x1e"}

#: fcharset to codec ([MS-RTF] font table); 2 is a symbol font.
CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
SYMBOL_CHARSET: Final = 2
_CODE_PAGES: Final = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8", 10000: "mac_roman"}


def code_page(number: int | None) -> str:
    """The codec of an \\ansicpg."""
    if number is None:
        return "cp1252"
    named = _CODE_PAGES.get(number)
    return named or (f"cp{number}" if number in {437, 850, 852, 866, 874, *range(1250, 1259)} else "cp1252")


#: Groups whose text is no text of the document.
SKIPPED: Final = frozenset(
    [
        "info",
        "pict",
        "objdata",
        "objclass",
        "objname",
        "objalias",
        "objsect",
        "nonshppict",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "revtbl",
        "pgptbl",
        "xmlnstbl",
        "userprops",
        "filetbl",
        "fonttbl_skip",
        "falt",
        "panose",
        "fontemb",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "bkmkstart",
        "bkmkend",
        "atnid",
        "atnauthor",
        "atntime",
        "atnicn",
        "atndate",
        "atnref",
        "atnparent",
        "atrfstart",
        "atrfend",
        "xe",
        "tc",
        "tcn",
        "rxe",
        "txe",
        "shprslt",
        "nonesttables",
        "pn",
        "pnseclvl",
        "datafield",
        "formfield",
        "template",
        "passwordhash",
        "protusertbl",
        "wgrffmtfilter",
        "mmathPr",
        "operator",
        "blipuid",
        "picprop",
        "background",
        "shpgrp_skip",
        "docvar",
    ]
)
#: Starred groups that are read all the same.
STARRED: Final = frozenset(
    [
        "fldinst",
        "shpinst",
        "shptxt",
        "nesttableprops",
        "annotation",
        "shppict",
        "ud",
        "cs",
        "footnote",
        "do",
        "dptxbxtext",
        "pntext",
        "listtext",
        "mmath",
    ]
)
#: Groups that hold settings; only what stands in a text group within them is text.
SETTINGS: Final = frozenset(["shpinst", "nesttableprops", "do", "shp", "upr", "shppict", "mmath"])
HEADERS: Final = {
    "header": ("headers", "default"),
    "headerr": ("headers", "default"),
    "headerl": ("headers", "even"),
    "headerf": ("headers", "first"),
    "footer": ("footers", "default"),
    "footerr": ("footers", "default"),
    "footerl": ("footers", "even"),
    "footerf": ("footers", "first"),
}
ALIGNS: Final = {"ql": "left", "qc": "center", "qr": "right", "qj": "both", "qd": "both"}
#: The words that change something, beside those of groups, characters and rules; all others are passed over.
KNOWN: Final = frozenset(
    [
        "ansicpg",
        "mac",
        "deff",
        "titlepg",
        "ftnalt",
        "chpgn",
        "par",
        "sect",
        "cell",
        "nestcell",
        "row",
        "nestrow",
        "plain",
        "f",
        "dbch",
        "loch",
        "hich",
        "ltrch",
        "rtlch",
        "uc",
        "ab",
        "afs",
        "b",
        "v",
        "deleted",
        "fs",
        "cf",
        "pard",
        "intbl",
        "itap",
        "ql",
        "qc",
        "qr",
        "qj",
        "qd",
        "s",
        "outlinelevel",
        "cbpat",
        "box",
        "trowd",
        "cellx",
        "trleft",
        "trhdr",
        "clvmgf",
        "clvmrg",
        "clmgf",
        "clmrg",
    ]
)


def is_first_half(text: str) -> bool:
    """Does the text end in the first half of a character beyond U+FFFF; \\u gives such characters in two halves."""
    return "\ud800" <= text[-1:] <= "\udbff"


def is_second_half(text: str) -> bool:
    """Is the text one second half."""
    return len(text) == 1 and "\udc00" <= text <= "\udfff"
