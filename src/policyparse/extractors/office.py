"""LibreOffice without a window: .doc and .rtf to DOCX, where it is installed.

The environment variable POLICYPARSE_LIBREOFFICE names the program; 0 turns it off, so that the built-in readers read.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

#: Seconds that one conversion may take; a list of 60 pages takes 3.
TIMEOUT: Final = 120
VARIABLE: Final = "POLICYPARSE_LIBREOFFICE"

_NAMES: Final = ("soffice", "libreoffice")
#: Where installers put it without adding it to PATH.
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice*/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/local/lib/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
#: Seconds that it gets to end by itself before it is killed.
_GRACE: Final = 5
#: The profile: macros never run and links to other files are never followed.
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""


class ConversionFailed(Exception):
    """LibreOffice could not convert the file; the message says why. The built-in reader is asked then."""


def turned_off() -> bool:
    """Does the environment variable turn LibreOffice off."""
    return os.environ.get(VARIABLE, "").strip().lower() in {"0", "no", "off", "false"}


def find_office() -> str | None:
    """The program, or None where it is missing or turned off."""
    if turned_off():
        return None
    told = os.environ.get(VARIABLE, "").strip()
    if told not in {"", "1"}:
        return shutil.which(told)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    for place in _PLACES:
        path = Path(place)
        with suppress(OSError):
            for found_path in sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor)))) if path.anchor else []:
                if os.access(found_path, os.X_OK):
                    return str(found_path)
    return None


def install_hint() -> str:
    """The command that installs LibreOffice here."""
    if sys.platform == "darwin":
        return "brew install --cask libreoffice"
    if sys.platform == "win32":
        return "winget install TheDocumentFoundation.LibreOffice"
    for manager, command in (
        ("apt-get", "apt-get install libreoffice-writer-nogui"),
        ("dnf", "dnf install libreoffice-writer"),
        ("zypper", "zypper install libreoffice-writer"),
        ("pacman", "pacman -S libreoffice-still"),
        ("apk", "apk add libreoffice-writer"),
    ):
        if shutil.which(manager):
            return command
    return "install LibreOffice (libreoffice.org)"


def to_docx(program: str, data: bytes, suffix: str, *, timeout: float = TIMEOUT) -> bytes:
    """The file converted to DOCX, in a folder and with a profile of its own, so that several can run at once.

    Raises ConversionFailed where nothing comes out in `timeout` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="policyparse-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder),
            str(source),
        ]
        _run([*_watchdog(timeout), *command], folder, timeout)
        made = folder / "source.docx"
        if not made.is_file():
            raise ConversionFailed("LibreOffice wrote nothing")
        return made.read_bytes()


def _watchdog(timeout: float) -> list[str]:
    """coreutils' timeout ends the conversion even where this process is killed meanwhile (the worker of a batch)."""
    program = shutil.which("timeout") if sys.platform == "linux" else None
    return [program, f"--kill-after={_GRACE}", str(int(timeout) + 1)] if program else []


def _run(command: list[str], folder: Path, timeout: float) -> None:
    """Run it in a session of its own; whatever happens, none of its processes is left."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionFailed(f"LibreOffice does not start ({error.strerror or error})") from error
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed(f"LibreOffice did not finish in {timeout:g} s") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        process.wait()
        return
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    # those that it started are in its group, also where it has ended itself
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
