"""An archive with trouble, converted once in peace and once killed with -9 again and again: are the outputs the same?

    python benchmarks/batch_torture.py [--files 2000] [--kills 10] [--timeout 12] [--folder DIR]

Prints what it measured and ends with exit code 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from batch_planted import make_archive

from policyparse.batch.manifest import JOURNAL, MANIFEST, from_line

HERE = Path(__file__).parent
_RUN = """
import sys
from batch_planted import planted
from policyparse.batch import BatchOptions, Limits, extract_folder
options = BatchOptions(jobs=2, limits=Limits(timeout=float(sys.argv[3]), memory=600))
for result in extract_folder(sys.argv[1], sys.argv[2], options=options, function=planted):
    pass
"""


def start(archive: Path, out: Path, timeout: float) -> subprocess.Popen[bytes]:
    """A run in a process of its own, which can be killed."""
    paths = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen([sys.executable, "-c", _RUN, str(archive), str(out), str(timeout)], env=environment)


def resident_mib(pid: int) -> float:
    """Resident memory of the parent."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0.0


def children(pid: int) -> list[int]:
    """Its worker processes."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def lines(out: Path) -> int:
    """Results written by the runs so far that were work."""
    try:
        return sum(b'"status": "unchanged"' not in line for line in (out / JOURNAL).read_bytes().splitlines())
    except FileNotFoundError:
        return 0


def tree(folder: Path) -> dict[str, bytes]:
    """All outputs with their content."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST}


def in_peace(archive: Path, out: Path, timeout: float) -> None:
    """The undisturbed run, with the parent's memory over time."""
    process = start(archive, out, timeout)
    began, sizes = time.monotonic(), []
    while process.poll() is None:
        sizes.append((lines(out), resident_mib(process.pid)))
        time.sleep(1)
    early = [size for done, size in sizes if done > 50][:5]
    late = [size for done, size in sizes if size > 0][-5:]
    print(f"undisturbed: exit {process.returncode}, {time.monotonic() - began:.0f} s")
    if early and late:
        print(f"memory of the parent: {max(early):.1f} MiB after 50 files, {max(late):.1f} MiB at the end")


def with_kills(archive: Path, out: Path, timeout: float, files: int, kills: int) -> int:
    """Kill at random moments, restart each time; returns how many workers outlived their parent by 3 seconds."""
    dice = random.Random(7)
    orphans = 0
    for _ in range(kills):
        process = start(archive, out, timeout)
        goal = lines(out) + dice.randint(1, max(2, files // (kills + 1)))
        while process.poll() is None and lines(out) < goal:
            time.sleep(dice.uniform(0.01, 0.1))
        workers = children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(3)
        orphans += sum(Path(f"/proc/{pid}").exists() for pid in workers)
        print(f"killed after {lines(out)} results")
    process = start(archive, out, timeout)
    process.wait()
    print(f"last run: exit {process.returncode}")
    return orphans


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--timeout", type=float, default=12.0)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        archive, calm, out = (Path(name) / part for part in ("in", "calm", "out"))
        planted = make_archive(archive, asked.files, trouble=True)
        print(f"{asked.files} files: {json.dumps(planted)}")
        in_peace(archive, calm, asked.timeout)
        orphans = with_kills(archive, out, asked.timeout, asked.files, asked.kills)
        ok = check(calm, asked.files, planted) & check(out, asked.files, planted)
        same = tree(calm) == tree(out)
        print(f"outputs byte-identical: {same} ({len(tree(calm))} files); workers left over: {orphans}")
    return 0 if ok and same and not orphans else 1


def check(out: Path, files: int, planted: dict[str, int]) -> bool:
    """One whole line for every input, and each trouble told by its own reason."""
    rows = [from_line(line) for line in (out / MANIFEST).read_bytes().splitlines()]
    results = [row for row in rows if row is not None]
    wanted = {"hang": {"timeout"}, "hog": {"memory-limit"}, "huge": {"memory-limit"}, "crash": {"worker-crashed"}}
    wrong = []
    for row in results:
        kind = row.path.rsplit("/", 1)[-1].split("-")[0]
        code = row.error.code if row.error else ""
        if (kind == "good" and row.status == "failed") or (kind in wanted and code not in wanted[kind]):
            wrong.append((row.path, row.status, code, row.seconds, row.sha256 is not None, row.peak_mib))
    print(f"manifest of {out.name}: {len(rows)} lines, {len({r.path for r in results})} paths,"
          f" {dict(Counter(r.status for r in results))}, {dict(Counter(r.error.code for r in results if r.error))}")  # fmt: skip
    if wrong:
        print(f"wrong: {wrong[:20]}")
    return len(rows) == len(results) == len({r.path for r in results}) == files == sum(planted.values()) and not wrong


if __name__ == "__main__":
    sys.exit(main())
