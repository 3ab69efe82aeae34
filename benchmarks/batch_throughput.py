"""How fast the batch is: two workers against one, what the parent adds, what a second run costs.

    python benchmarks/batch_throughput.py [--files 400]

Run it on a machine that does nothing else; the load at the start is printed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from batch_planted import echo, make_archive

from policyparse.batch import BatchOptions, extract_folder
from policyparse.batch.model import Function
from policyparse.batch.worker import convert

#: Turns of the comparison, one after the other, so that other load on the machine meets both.
_TURNS = 3
#: Results after which all workers have loaded what they need.
_LOADING = 60


def timed(archive: Path, out: Path | None, jobs: int, function: Function = convert) -> tuple[float, float, int]:
    """Seconds, processor seconds of the parent, and results, all after the first results: loading is not counted."""
    results = extract_folder(archive, out, options=BatchOptions(jobs=jobs), function=function)
    for _ in range(_LOADING):
        next(results)
    wall, processor, count = time.perf_counter(), time.process_time(), 0
    for _ in results:
        count += 1
    return time.perf_counter() - wall, time.process_time() - processor, count


def busy_seconds() -> float:
    """Processor seconds that all processes of the machine have used (Linux)."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    """The same of this process and of its ended workers."""
    return sum(os.times()[:4])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=400)
    files = parser.parse_args().files
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_archive(folder / "in", files, trouble=False)
        rates: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(_TURNS):
            for jobs, seen in rates.items():
                busy, ours, began = busy_seconds(), own_seconds(), time.perf_counter()
                seconds, own, count = timed(folder / "in", folder / f"out-{turn}-{jobs}", jobs)
                worked = own_seconds() - ours
                others = (busy_seconds() - busy - worked) / (time.perf_counter() - began)
                seen.append(count / seconds)
                print(
                    f"{jobs} workers: {count / seconds:6.2f} files/s, {worked / (count + _LOADING) * 1000:.1f} ms of processor"
                    f" and {own / count * 1000:.2f} ms of the parent a file; others take {others:.2f} processors"
                )
        print(f"two workers are {max(rates[2]) / max(rates[1]):.2f} times as fast as one (best of {_TURNS} turns)")

        seconds, own, count = timed(folder / "in", folder / "out-0-1", 2)
        print(f"second run: {seconds / count * 1000:.3f} ms a file")
        make_archive(folder / "many", 2000, trouble=False)
        seconds, own, count = timed(folder / "many", folder / "echo", 2, echo)
        print(f"workers that do nothing: {seconds / count * 1000:.2f} ms a file, parent {own / count * 1000:.2f} ms")


if __name__ == "__main__":
    main()
