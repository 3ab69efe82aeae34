"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from policyparse.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that no half-written file ever stands under the name.

    Raises UsageError where the folder does not exist or cannot be written.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror or error}; choose another place with -o") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
