"""The tables at the beginning of an RTF file: fonts, colours, styles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from policyparse.extractors.doc_model import Form, Style
from policyparse.extractors.rtf_state import Group

#: \\sbasedon222: on no other.
_NO_BASE = 222
_UNNAMED = Style(key="0", name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    name: str = ""
    charset: int = 0


@dataclass(slots=True)
class Tables:
    """Filled while the groups of the tables are read. A colour is six hexadecimal digits or None: automatic."""

    styles: list[Style]
    fonts: dict[int, Font] = field(default_factory=dict)
    colours: list[str | None] = field(default_factory=list)
    _rgb: list[int | None] = field(default_factory=lambda: [None, None, None])
    _style: Style = _UNNAMED

    def word(self, group: Group, name: str, number: int | None) -> Group:
        """Take a control word; the state of the group after it."""
        if group.destination == "fonts":
            if name == "f":
                self.fonts[number or 0] = Font()
                return replace(group, font=number or 0)
            if name == "fcharset" and group.font in self.fonts:
                self.fonts[group.font] = replace(self.fonts[group.font], charset=number or 0)
        elif group.destination == "colours":
            if name in {"red", "green", "blue"}:
                self._rgb[("red", "green", "blue").index(name)] = (number or 0) & 255
        elif name in {"cs", "ds", "ts"}:
            return replace(group, destination="skip")
        elif name == "s":
            self._style = replace(self._style, key=str(number or 0))
        elif name == "sbasedon":
            self._style = replace(self._style, base=None if number in {None, _NO_BASE} else str(number))
        elif name == "outlinelevel":
            self._style = replace(self._style, form=Form(outline=number))
        return group

    def text(self, group: Group, text: str) -> None:
        """Take text: a font's or style's name, the end of a colour."""
        if group.destination == "fonts" and group.font is not None:
            known = self.fonts.get(group.font, Font())
            self.fonts[group.font] = replace(known, name=(known.name + text).partition(";")[0].strip())
        elif group.destination == "colours":
            for _ in range(text.count(";")):
                told = None if self._rgb == [None] * 3 else "".join(f"{part or 0:02x}" for part in self._rgb)
                self.colours.append(told)
                self._rgb = [None, None, None]
        elif group.destination == "styles":
            self._style = replace(self._style, name=(self._style.name + text).partition(";")[0].strip())

    def end_style(self) -> None:
        """A group in the table of styles ends."""
        if self._style.name:
            self.styles.append(self._style)
        self._style = _UNNAMED
