"""The few functions that a library user calls."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from policyparse.document import Document, FileInfo
from policyparse.errors import FileNotReadable
from policyparse.extractors import registry
from policyparse.extractors.options import ReadOptions
from policyparse.interpret.assemble import Interpretation, interpret
from policyparse.lexicon import Lexicon, default_lexicon
from policyparse.normalise import Tidy, normalise
from policyparse.records import PolicyDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Everything on the way from the file to the records, for looking at."""

    document: Document
    tidy: Tidy
    interpretation: Interpretation

    @property
    def result(self) -> PolicyDocument:
        return self.interpretation.document


def extract(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    options: ReadOptions | None = None,
    lexicon: Lexicon | None = None,
) -> PolicyDocument:
    """Read one document: a path, or the bytes of a file.

    `name` is put as `source.path` (default: the path as given, or `-` for bytes). Raises InputError for a
    file that cannot be read and ExtraMissing where an optional part of the installation is needed; what a
    person should look at is in `problems`.
    """
    return extract_stages(source, name=name, options=options, lexicon=lexicon).result


def extract_stages(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    options: ReadOptions | None = None,
    lexicon: Lexicon | None = None,
) -> Stages:
    """The same as `extract`, with every stage kept."""
    data = source if isinstance(source, bytes) else read_bytes(Path(source))
    words = lexicon or default_lexicon()
    path = name or ("-" if isinstance(source, bytes) else str(source))
    if not data:
        raise FileNotReadable("the file is empty; get a fresh copy")
    file = FileInfo(path=path, format="", sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    document = registry.read(data, file, options or ReadOptions())
    tidy = normalise(document, words)
    return Stages(document=document, tidy=tidy, interpretation=interpret(tidy, words))


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises FileNotReadable with what to do next."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileNotReadable("no such file; check the name") from error
    except IsADirectoryError as error:
        raise FileNotReadable("this is a folder; name a file in it") from error
    except PermissionError as error:
        raise FileNotReadable("no permission to read it; change its permissions or copy it") from error
    except (OSError, ValueError) as error:
        raise FileNotReadable(f"it cannot be read ({getattr(error, 'strerror', None) or error})") from error
