"""Content as a Word 97-2003 file (also what a WPS .wps is): LibreOffice makes it of the DOCX file.

There is no other program here that writes this format. Its bytes differ from run to run (identifiers, times).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rendering.content import Content
from rendering.docx import render_docx

#: Seconds for one run of LibreOffice.
_PATIENCE = 180


def render_doc(content: Content) -> bytes:
    """One run of LibreOffice. Raises FileNotFoundError where it is not installed."""
    return convert({"source": render_docx(content)}, "doc")["source"]


def convert(files: Mapping[str, bytes], form: str) -> dict[str, bytes]:
    """DOCX files, by name, in the format `form`; one run for all of them."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("LibreOffice (soffice) is not installed: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory(prefix="rendering-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for key, data in files.items():
            (folder / f"{key}.docx").write_bytes(data)
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", form, "--outdir", str(folder), *(str(folder / f"{key}.docx") for key in files)]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        return {key: (folder / f"{key}.{form}").read_bytes() for key in files}
