"""A page of an OFD document as `pdf_page.PageContent`: its objects, those of its templates, and its annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from policyparse.document import SetAside
from policyparse.extractors.ofd_drawing import clip_box, common, sketch_image, sketch_path
from policyparse.extractors.ofd_package import child, children, tag
from policyparse.extractors.ofd_pictures import Placed
from policyparse.extractors.ofd_resources import Resources
from policyparse.extractors.ofd_text import Setting, own_way, read_text, within
from policyparse.extractors.ofd_values import POINTS, Place, flag, number, place
from policyparse.extractors.pdf_chars import MAX_CHARACTERS
from policyparse.extractors.pdf_clean import set_aside
from policyparse.extractors.pdf_page import Glyph, PageContent
from policyparse.extractors.pdf_paths import MAX_DEPTH, MAX_SEGMENTS
from policyparse.extractors.pdf_paths import _Reader as Sketch
from policyparse.origin import Box
from policyparse.text import count

#: A4 in mm, for a document that names no size.
_A4: Final[Place] = (0.0, 0.0, 210.0, 297.0)
#: Pages larger than this (mm) are taken as A4: no paper is.
_LARGEST: Final = 20_000.0
#: The kinds of annotation with a reason of their own; text of the others is a comment.
_REASONS: Final = {"stamp": "stamp", "watermark": "watermark"}
#: Objects that hold objects.
_BLOCKS: Final = frozenset({"Layer", "PageBlock", "Content"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """What an annotation shows: its `Appearance` element, the annotation's type in small letters, is it shown."""

    element: etree._Element
    kind: str
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page and what is no text of it. `missing`: composite objects whose unit the package does not have.

    `images`: those of the page and its templates in the order in which they are painted; not those of annotations.
    """

    content: PageContent
    aside: tuple[SetAside, ...]
    missing: int = 0
    images: tuple[Placed, ...] = ()


@dataclass(slots=True)
class _Walk:
    """The objects of one page as they are met."""

    width: float
    height: float
    sketch: Sketch
    glyphs: list[Glyph] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    images: list[Placed] = field(default_factory=list)
    runs: int = 0
    work: int = 0
    missing: int = 0
    limited: bool = False

    def blocks(self, elements: Iterable[etree._Element], setting: Setting, clip: Box | None, depth: int = 0) -> None:
        """Take the objects among `elements` and in the blocks among them."""
        for element in elements:
            self.work += 1
            if self.work > MAX_SEGMENTS or len(self.glyphs) > MAX_CHARACTERS or depth > MAX_DEPTH:
                self.limited = True
                return
            name = tag(element)
            if name in _BLOCKS:
                param = element.get("DrawParam") or setting.param
                self.blocks(element, replace(setting, param=param), clip, depth if name == "Layer" else depth + 1)
            elif name == "TextObject":
                self.text(element, self.around(element, setting), common(clip, clip_box(element, setting.way)))
            elif name == "CompositeObject":
                self.composite(element, self.around(element, setting), clip, depth)
            elif name in {"PathObject", "ImageObject"}:
                own = self.around(element, setting)
                if own.unseen or own.opacity == 0:
                    continue
                if name == "PathObject":
                    sketch_path(element, own.way, own.resources, own.param, self.sketch)
                else:
                    placed = sketch_image(element, own.way, own.resources, self.sketch)
                    self.images.extend([placed] if placed else [])

    def around(self, element: etree._Element, setting: Setting) -> Setting:
        """The setting with what the object itself says of its visibility."""
        alpha = number(element.get("Alpha"))
        visible = flag(element.get("Visible"), True)
        if alpha is None and visible:
            return setting
        opacity = setting.opacity * (1.0 if alpha is None else min(1.0, max(0.0, alpha / 255)))
        return replace(setting, opacity=opacity, unseen=setting.unseen or not visible)

    def text(self, element: etree._Element, setting: Setting, clip: Box | None) -> None:
        self.runs += 1
        self.characters += sum(count(code.text or "") for code in children(element, "TextCode"))
        glyphs = read_text(element, setting, self.runs)
        self.unmapped += sum(glyph.text == "\ufffd" for glyph in glyphs)
        if clip is not None:
            glyphs = within(glyphs, clip, (self.width, self.height))
        self.glyphs.extend(glyphs)

    def composite(self, element: etree._Element, setting: Setting, clip: Box | None, depth: int) -> None:
        """The unit that a CompositeObject refers to, in the object's place."""
        unit = setting.resources.units.get(element.get("ResourceID", ""))
        if unit is None:
            self.missing += 1
            return
        clip = common(clip, clip_box(element, setting.way))
        inner = replace(setting, way=own_way(element, setting.way))
        self.blocks(children(unit, "Content"), inner, clip, depth + 1)


def page_box(*areas: etree._Element | None) -> Place:
    """The physical box in mm that the first of these PageArea elements names, else A4."""
    for area in areas:
        box = child(area, "PhysicalBox")
        found = place(box.text) if box is not None else None
        if found and 0 < found[2] <= _LARGEST and 0 < found[3] <= _LARGEST:
            return found
    return _A4


def read_page(
    number_of_page: int,
    box: Place,
    parts: Sequence[tuple[etree._Element, Resources]],
    appearances: Sequence[tuple[Appearance, Resources]],
) -> Found:
    """Page `number_of_page` (from 1) of the size `box` (mm).

    `parts`: roots of the page and its templates with their resources, in the order in which they are painted.
    """
    left, top, across, down = box
    width, height = across * POINTS, down * POINTS
    way = (POINTS, 0.0, 0.0, POINTS, -left * POINTS, -top * POINTS)
    walk = _Walk(width=width, height=height, sketch=Sketch(width, height, frozenset()))
    for root, resources in parts:
        setting = Setting(way=way, width=width, height=height, resources=resources)
        walk.blocks(_ordered(child(root, "Content")), setting, None)
    drawing, images = walk.sketch.drawing(), tuple(walk.images)
    walk.sketch = Sketch(width, height, frozenset())  # what annotations draw is no part of the page's grid
    for appearance, resources in appearances:
        origin = place(appearance.element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        moved = (POINTS, 0.0, 0.0, POINTS, (origin[0] - left) * POINTS, (origin[1] - top) * POINTS)
        setting = Setting(
            way=moved,
            width=width,
            height=height,
            resources=resources,
            unseen=not appearance.visible,
            mark=_REASONS.get(appearance.kind, "comment") if appearance.visible else "clipped",
        )
        walk.blocks(appearance.element, setting, None)
    shown = _scanned(walk.glyphs, drawing.pictures, width * height)
    content = PageContent(
        number=number_of_page,
        width=width,
        height=height,
        rotation=0,
        glyphs=tuple(glyph for glyph in shown if glyph.face.mark not in {"stamp", "comment"}),
        drawing=drawing,
        characters=walk.characters,
        unmapped=walk.unmapped,
        limited=walk.limited,
    )
    aside = []
    for reason in ("stamp", "comment"):
        own = [glyph for glyph in shown if glyph.face.mark == reason and glyph.text != " "]
        if own:
            aside.append(set_aside(reason, own, content))
    return Found(content=content, aside=tuple(aside), missing=walk.missing, images=images)


def _ordered(content: etree._Element | None) -> list[etree._Element]:
    """The layers of a page from back to front."""
    ranks = {"Background": 0, "Body": 1, "Foreground": 2}
    return sorted(children(content, "Layer"), key=lambda layer: ranks.get(layer.get("Type", "Body"), 1))


def _scanned(glyphs: list[Glyph], pictures: Sequence[Box], whole: float) -> list[Glyph]:
    """On a page that is a picture and shows no character, objects marked invisible are its text layer.

    They get `hidden` like transparent text, which the layout code keeps where nothing visible stands over it.
    """
    covered = sum((box[2] - box[0]) * (box[3] - box[1]) for box in pictures)
    if covered < 0.5 * whole or any(not glyph.face.mark for glyph in glyphs if glyph.text != " "):
        return glyphs
    return [
        glyph._replace(face=glyph.face._replace(mark="", hidden=True)) if glyph.face.mark == "clipped" else glyph
        for glyph in glyphs
    ]
