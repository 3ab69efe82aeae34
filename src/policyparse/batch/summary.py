"""What a run came to: counts that add up to the inputs, kept while the results pass by."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from policyparse.batch.model import STATUSES, FileResult
from policyparse.errors import ExitCode

#: Files named as the slowest.
_SLOWEST = 5


@dataclass(slots=True, kw_only=True)
class Summary:
    """Counts of a run. Memory does not grow with the number of files."""

    began: float = field(default_factory=time.monotonic)
    by_status: Counter[str] = field(default_factory=Counter)
    by_problem: Counter[str] = field(default_factory=Counter)
    by_error: Counter[str] = field(default_factory=Counter)
    records: int = 0
    pages: int = 0
    grave: int = 0
    """Files with a problem of severity error."""
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def add(self, result: FileResult) -> None:
        """Count one result."""
        self.by_status[result.status] += 1
        self.by_problem.update(result.problems)
        if result.error is not None:
            self.by_error[result.error.code] += 1
        self.records += result.records
        self.pages += result.pages or 0
        self.grave += result.worst == "error"
        if result.seconds > 0:
            heapq.heappush(self.slowest, (result.seconds, result.path))
            if len(self.slowest) > _SLOWEST:
                heapq.heappop(self.slowest)

    @property
    def inputs(self) -> int:
        return sum(self.by_status.values())

    @property
    def readable(self) -> int:
        """Files with an output."""
        return self.by_status["ok"] + self.by_status["problems"] + self.by_status["unchanged"]

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def exit_code(self, strict: bool) -> ExitCode:
        """0 all good, 3 nothing readable, 4 some failed, 1 with `strict` where a problem is of severity error."""
        if not self.readable:
            return ExitCode.INPUT
        if self.by_status["failed"]:
            return ExitCode.SOME_FAILED
        return ExitCode.FINDINGS if strict and self.grave else ExitCode.DONE

    def as_json(self) -> dict[str, Any]:
        """The summary object of `--json`. `by_status` adds up to `inputs`."""
        return {
            "inputs": self.inputs,
            "by_status": {status: self.by_status[status] for status in STATUSES},
            "records": self.records,
            "pages": self.pages,
            "problems": dict(sorted(self.by_problem.items())),
            "errors": dict(sorted(self.by_error.items())),
            "slowest": [{"path": path, "seconds": seconds} for seconds, path in sorted(self.slowest, reverse=True)],
            "seconds": round(self.seconds, 3),
        }

    def lines(self) -> list[str]:
        """The summary in plain lines."""
        counts = ", ".join(f"{self.by_status[status]} {status}" for status in STATUSES)
        told = [f"{self.inputs} inputs: {counts}; {self.records} records, {self.seconds:.1f} s"]
        if self.by_error:
            told.append("reasons: " + ", ".join(f"{n}× {code}" for code, n in self.by_error.most_common()))
        if self.by_problem:
            told.append("problems: " + ", ".join(f"{n}× {code}" for code, n in self.by_problem.most_common()))
        if self.slowest:
            told.append("slowest: " + ", ".join(f"{path} {s:.1f} s" for s, path in sorted(self.slowest, reverse=True)))
        return told
