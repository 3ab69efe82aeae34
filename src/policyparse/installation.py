"""What is installed here: the packages that policyparse needs, its optional extras, programs; and which formats they read."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Final, Literal

from policyparse import __version__
from policyparse.extractors import office
from policyparse.extractors.registry import FORMATS, Format

_OLDEST_PYTHON: Final = (3, 11)
#: Seconds for a program to tell its version.
_PATIENCE: Final = 30

#: Extras of the package, what they are for, and their distributions. A test compares them with pyproject.toml.
EXTRAS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "ocr": ("scanned pages and pictures", ("rapidocr", "onnxruntime", "opencv-python-headless", "numpy")),
    "dask": ("batch on several machines, fsspec addresses", ("distributed", "fsspec")),
    "parquet": ("--ledger FILE.parquet", ("pyarrow",)),
}
#: Where a distribution's module has another name.
_MODULES: Final = {
    "python-docx": "docx",
    "beautifulsoup4": "bs4",
    "pillow": "PIL",
    "opencv-python": "cv2",
    "opencv-python-headless": "cv2",
}
#: What reads a format, and the extra without which it is not read at all.
_READERS: Final[dict[str, tuple[str, str | None]]] = {
    "pdf": ("pypdfium2; scanned pages by OCR (extra ocr)", None),
    "image": ("OCR (rapidocr, onnxruntime, OpenCV)", "ocr"),
    "docx": ("built-in reader (lxml)", None),
    "xlsx": ("built-in reader (lxml)", None),
    "ofd": ("built-in reader (zipfile, lxml)", None),
    "xls": ("built-in reader (olefile)", None),
    "rtf": ("built-in reader", None),
    "html": ("built-in reader (lxml)", None),
    "csv": ("built-in reader", None),
    "txt": ("built-in reader", None),
}
_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*(?:>=\s*([0-9.]+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One part of the installation. `kind`: without a `core` part nothing works. `remedy`: the command that installs it."""

    name: str
    kind: Literal["core", "extra", "program"]
    state: Literal["ok", "missing", "too old", "broken", "turned off"]
    version: str | None
    purpose: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One format: its `name` in the output, the `suffixes` of its files, what reads it here. `remedy` as in Check."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    reader: str
    state: Literal["ready", "missing", "not read"]
    remedy: str | None = None


def supported() -> list[Support]:
    """The formats in the order in which content is asked for them."""
    return [_support(row) for row in FORMATS]


def examine() -> list[Check]:
    """Python, the packages, the extras, the programs. Packages are imported: one that does not load is broken."""
    return [_python(), *_core(), *_extras(), _libreoffice()]


def pip_command(extra: str | None = None) -> str:
    """The command that installs policyparse, with an extra, into the Python that runs it."""
    wanted = "policyparse" if extra is None else f"policyparse[{extra}]"
    return f'{_quoted(sys.executable or "python")} -m pip install "{wanted}"'


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _support(row: Format) -> Support:
    if row.name == "doc":
        program = office.find_office()
        reader = f"LibreOffice ({program})" if program else "built-in reader (olefile); better: LibreOffice"
        return Support(
            name=row.name,
            title=row.title,
            suffixes=row.suffixes,
            reader=reader,
            state="ready",
            remedy=None if program or office.turned_off() else office.install_hint(),
        )
    reader, extra = _READERS.get(row.name, ("built-in reader", None))
    if row.module is None:
        return Support(
            name=row.name, title=row.title, suffixes=row.suffixes, reader="nothing in this version", state="not read"
        )
    lacking = extra is not None and any(_version(name) is None for name in EXTRAS[extra][1])
    if row.name == "pdf" and any(_version(name) is None for name in EXTRAS["ocr"][1]):
        return Support(
            name=row.name,
            title=row.title,
            suffixes=row.suffixes,
            reader="pypdfium2 (text layer); scanned pages need OCR",
            state="ready",
            remedy=pip_command("ocr"),
        )
    return Support(
        name=row.name,
        title=row.title,
        suffixes=row.suffixes,
        reader=reader,
        state="missing" if lacking else "ready",
        remedy=pip_command(extra) if lacking else None,
    )


def _python() -> Check:
    told = ".".join(map(str, sys.version_info[:3]))
    enough = sys.version_info[:2] >= _OLDEST_PYTHON
    oldest = ".".join(map(str, _OLDEST_PYTHON))
    return Check(
        name="Python",
        kind="core",
        state="ok" if enough else "too old",
        version=told,
        purpose="everything",
        remedy=None if enough else f"install Python {oldest} or newer (python.org)",
    )


def _core() -> list[Check]:
    try:
        needed = metadata.requires("policyparse") or []
    except metadata.PackageNotFoundError:
        return [
            Check(
                name="policyparse",
                kind="core",
                state="missing",
                version=__version__,
                purpose="it runs, but is not installed, so its packages cannot be checked",
                remedy=pip_command(),
            )
        ]
    checks = []
    for line in needed:
        match = _REQUIREMENT.match(line)
        if match and "extra ==" not in line.partition(";")[2]:
            checks.append(_package(match[1], "core", "everything", pip_command(), match[2]))
    return checks


def _extras() -> list[Check]:
    return [
        _package(name, "extra", f"{purpose} (extra {extra})", pip_command(extra))
        for extra, (purpose, names) in EXTRAS.items()
        for name in names
    ]


def _package(name: str, kind: Literal["core", "extra"], purpose: str, remedy: str, oldest: str | None = None) -> Check:
    version = _version(name)
    state: Literal["ok", "missing", "too old", "broken"] = "ok"
    if version is None:
        state = "missing"
    elif oldest is not None and _parts(version) < _parts(oldest):
        state, remedy = "too old", f"{remedy} --upgrade"
    else:
        try:
            import_module(_MODULES.get(name.lower(), name.lower().replace("-", "_")))
        except (ImportError, OSError) as error:  # OSError: a library that it loads is missing
            state, remedy = "broken", f"{remedy} --force-reinstall"
            purpose = f"{purpose}; it does not load: {error}"
    return Check(
        name=name, kind=kind, state=state, version=version, purpose=purpose, remedy=None if state == "ok" else remedy
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _parts(version: str) -> tuple[int, ...]:
    """The figures of a version. Zeros at the end count nothing."""
    figures = [int(n) for n in re.findall(r"\d{1,9}", re.split(r"[a-z+]", version)[0])]
    while figures and not figures[-1]:
        figures.pop()
    return tuple(figures)


def _libreoffice() -> Check:
    program = office.find_office()
    purpose = ".doc and .wps as LibreOffice reads them; files of Word 95 and older"
    if program is None:
        off = office.turned_off()
        return Check(
            name="LibreOffice",
            kind="program",
            state="turned off" if off else "missing",
            version=None,
            purpose=f"{purpose} (without it the built-in reader reads .doc and .wps)",
            remedy=None if off else office.install_hint(),
        )
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=_PATIENCE, check=False)
        words = done.stdout.decode("utf-8", errors="replace").split()
    except (OSError, subprocess.TimeoutExpired):
        words = []
    version = next((word for word in words if word[:1].isdigit()), None)
    return Check(
        name="LibreOffice",
        kind="program",
        state="ok" if version else "broken",
        version=version,
        purpose=f"{purpose}: {program}",
        remedy=None if version else office.install_hint(),
    )
