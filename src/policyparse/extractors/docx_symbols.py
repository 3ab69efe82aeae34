"""Characters of symbol fonts in Unicode.

Word writes them as w:sym, or as U+F000 plus the font's own code. `Symbol` follows Adobe's encoding
(unicode.org, MAPPINGS/VENDORS/ADOBE/symbol.txt); of Wingdings and Webdings the signs that stand in
documents are here: boxes, ticks, bullets, arrows, figures in circles.
"""

from __future__ import annotations

from typing import Final

#: What is printed for a character without a known meaning.
UNKNOWN: Final = "\ufffd"


def _table(start: int, characters: str) -> dict[int, str]:
    """Consecutive codes from `start`; a blank stands for a code without a character."""
    return {start + i: c for i, c in enumerate(characters) if c != " "}


_SYMBOL: Final = {
    **_table(0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    **_table(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_table(0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_table(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    **_table(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    **_table(0xE0, "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
}
_WINGDINGS: Final = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x46: "☞", 0x4A: "☺", 0x4E: "☠",
    **_table(0x6C, "●❍■□❐❑❒⬧⧫◆❖⬥⌧"),
    **_table(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_table(0x9E, "·•▪○⭕◉◉◎○▪◻"),
    0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xAE: "✹", 0xAF: "✵", 0xB0: "⌖", 0xB1: "✧", 0xB5: "✪", 0xB6: "✰",
    0xD7: "⮘", 0xD8: "➢", **_table(0xDF, "←→↑↓↖↗↙↘"), 0xE8: "➔",
    **_table(0xEF, "⇦⇨⇧⇩⬄⇳"), **_table(0xFB, "✗✔☒☑"),
}  # fmt: skip
_WINGDINGS_2: Final = {
    **_table(0x4F, "✗✓☒☑☒☒"), **_table(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩"), 0x97: "●", 0x98: "●", 0xA2: "■", 0xA3: "□", 0xAE: "◆",
    0x99: "○", 0x9A: "○", 0xEA: "★",
}  # fmt: skip
_WINGDINGS_3: Final = {**_table(0x21, "→←↑↓"), 0x70: "▲", 0x71: "▼", 0x75: "◀", 0x76: "▶", 0x7D: "▶"}
_WEBDINGS: Final = {0x3D: "■", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x34: "▶", 0x35: "▲", 0x36: "▼"}
_FONTS: Final = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}


def symbol(code: int, font: str | None) -> str:
    """The character `code` of `font`: one character, `UNKNOWN` where its meaning is not known."""
    table = _FONTS.get((font or "").strip().lower())
    own = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if table is not None:
        return table.get(own, UNKNOWN)
    if own != code:  # moved to the private area although the font is an ordinary one
        return chr(own) if 0x20 < own < 0x7F else UNKNOWN
    if code <= 0x20 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF:
        return UNKNOWN
    return chr(code)


def read_symbols(text: str, font: str | None) -> str:
    """`text` with the characters of U+F000-F0FF read by `font`; those without a known meaning stay as they are."""
    if not any("\uf000" <= c <= "\uf0ff" for c in text):
        return text
    return "".join(_known(c, font) if "\uf000" <= c <= "\uf0ff" else c for c in text)


def bullet(text: str, font: str | None) -> str:
    """The text of a bullet. It only decorates, so a sign without a known meaning is shown as •."""
    table = _FONTS.get((font or "").strip().lower())
    if table is None and not any("\uf000" <= c <= "\uf0ff" for c in text):
        return text
    if table is None:
        table = _WINGDINGS
    return "".join(table.get(ord(c) & 0xFF, "•") if not c.isspace() else c for c in text)


def _known(character: str, font: str | None) -> str:
    read = symbol(ord(character), font)
    return character if read == UNKNOWN else read
