"""What the objects of an OFD page refer to by number: fonts, colour spaces, drawing parameters, composite units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from policyparse.extractors.ofd_package import child, tag, text_of
from policyparse.extractors.ofd_pictures import Media
from policyparse.extractors.ofd_values import flag, number, numbers

_BOLD_NAME = re.compile(r"bold|black|heavy", re.I)
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]|sim(?:sun|hei|kai|fang)|kai|song|ming|\bhei|fang", re.I)
#: DrawParams may inherit from one another; no program chains more than two or three.
_CHAIN = 8
#: The default width of lines in mm (GB/T 33190-2016, 8.2).
LINE_WIDTH = 0.353


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """`fixed`: all its Latin characters have one width. `chinese`: its name is that of a Chinese font."""

    name: str = ""
    bold: bool = False
    fixed: bool = False

    @property
    def chinese(self) -> bool:
        """Latin characters of these fonts are mostly half an em wide."""
        return bool(_CHINESE_NAME.search(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """Red, green, blue from 0 to 255 and alpha from 0 to 1."""

    red: int = 0
    green: int = 0
    blue: int = 0
    alpha: float = 1.0

    @property
    def hex(self) -> str | None:
        """`#rrggbb`, None for black."""
        if not (self.red or self.green or self.blue):
            return None
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def shade(self) -> float:
        """Luminance, 0 black to 1 white."""
        return (0.299 * self.red + 0.587 * self.green + 0.114 * self.blue) / 255


BLACK = Colour()


@dataclass(slots=True)
class Resources:
    """Everything by ID. Those of a page are laid over those of its document (`over`)."""

    fonts: dict[str, Font] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)
    palettes: dict[str, list[str]] = field(default_factory=dict)
    params: dict[str, etree._Element] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)

    def add(self, root: etree._Element, part: str = "") -> None:
        """Take the resources of one resource part, which has the name `part`."""
        base = root.get("BaseLoc", "").strip()
        for element in root.iter():
            name, key = tag(element), element.get("ID", "")
            if name == "Font":
                face = element.get("FontName", "")
                self.fonts[key] = Font(
                    name=face,
                    bold=flag(element.get("Bold"), False) or bool(_BOLD_NAME.search(face)),
                    fixed=flag(element.get("FixedWidth"), False),
                )
            elif name == "ColorSpace":
                self.spaces[key] = element.get("Type", "RGB").upper()
                self.palettes[key] = [entry.text or "" for entry in element.iter() if tag(entry) == "CV"]
            elif name == "DrawParam":
                self.params[key] = element
            elif name == "CompositeGraphicUnit":
                self.units[key] = element
            elif name == "MultiMedia":
                self.media[key] = Media(name=text_of(element, "MediaFile"), base=base, beside=part)

    def over(self, other: Resources) -> Resources:
        """These laid over `other`."""
        return Resources(
            fonts={**other.fonts, **self.fonts},
            spaces={**other.spaces, **self.spaces},
            palettes={**other.palettes, **self.palettes},
            params={**other.params, **self.params},
            units={**other.units, **self.units},
            media={**other.media, **self.media},
        )

    def colour(self, element: etree._Element, kind: str, inherited: str | None) -> Colour | None:
        """The `FillColor` or `StrokeColor` (`kind`) of an object, of its DrawParam, or of its layer's (`inherited`).

        None where none of them names a colour.
        """
        own = child(element, kind)
        if own is not None:
            return self._read(own)
        for key in (element.get("DrawParam"), inherited):
            for param in self._chain(key):
                found = child(param, kind)
                if found is not None:
                    return self._read(found)
        return None

    def line_width(self, element: etree._Element, inherited: str | None) -> float:
        """The width of an object's lines in its own units."""
        own = number(element.get("LineWidth"))
        if own is not None:
            return own
        for key in (element.get("DrawParam"), inherited):
            for param in self._chain(key):
                width = number(param.get("LineWidth"))
                if width is not None:
                    return width
        return LINE_WIDTH

    def _chain(self, key: str | None) -> list[etree._Element]:
        found: list[etree._Element] = []
        while key and key in self.params and len(found) < _CHAIN:
            found.append(self.params[key])
            key = self.params[key].get("Relative")
        return found

    def _read(self, element: etree._Element) -> Colour:
        space = element.get("ColorSpace", "")
        value = element.get("Value")
        palette, index = self.palettes.get(space, []), number(element.get("Index"))
        if value is None and index is not None and 0 <= index < len(palette):
            value = palette[int(index)]
        alpha = number(element.get("Alpha"))
        opacity = 1.0 if alpha is None else min(1.0, max(0.0, alpha / 255))
        parts = _channels(value)
        kind = self.spaces.get(space, "")
        if len(parts) == 1 or (kind == "GRAY" and parts):
            return Colour(red=parts[0], green=parts[0], blue=parts[0], alpha=opacity)
        if len(parts) == 4:
            light = [round((255 - part) * (255 - parts[3]) / 255) for part in parts[:3]]
            return Colour(red=light[0], green=light[1], blue=light[2], alpha=opacity)
        if len(parts) == 3:
            return Colour(red=parts[0], green=parts[1], blue=parts[2], alpha=opacity)
        return Colour(alpha=opacity)


def _channels(value: str | None) -> list[int]:
    """The channels of a colour from 0 to 255, written in decimal or as `#ff`."""
    found: list[int] = []
    for token in (value or "").split():
        if token.startswith("#"):
            digits = token[1:]
            if not digits or len(digits) > 6 or any(c not in "0123456789abcdefABCDEF" for c in digits):
                return []
            if len(digits) == 6:
                found.extend(int(digits[i : i + 2], 16) for i in (0, 2, 4))
                continue
            found.append(int(digits, 16))
        else:
            found.extend(round(part) for part in numbers(token))
    return [min(255, max(0, part)) for part in found]
