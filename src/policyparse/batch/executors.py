"""Handing the jobs to whoever works: the own pool, or any `concurrent.futures.Executor`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from itertools import islice

from policyparse.batch.model import BatchOptions, FileResult, Function, Job
from policyparse.batch.pool import CRASHED, Pool, end_isolated, run_isolated
from policyparse.batch.remote import run_remote
from policyparse.batch.worker import failed
from policyparse.errors import PolicyParseError

#: Files handed over at once for each expected worker: enough that none waits, few enough that memory stays flat.
_AHEAD = 4
#: At least so many, since an executor does not say how many workers it has.
_AT_LEAST = 64


def drive(
    jobs: Iterator[Job],
    pool: Pool,
    executor: Executor | None,
    options: BatchOptions,
    function: Function,
    remote: bool,
) -> Iterator[tuple[Job, FileResult]]:
    """Results as they finish, one a job."""
    if executor is not None:
        yield from _by_executor(jobs, executor, options, function, remote)
    elif remote:
        threads = ThreadPoolExecutor(options.workers)
        try:
            yield from _by_executor(jobs, threads, options, function, remote)
        finally:
            # where the caller gave up, the files at work are given up too: nobody waits for them
            threads.shutdown(wait=False, cancel_futures=True)
            end_isolated()
    else:
        with pool:
            yield from pool.run(jobs)


def workers_of(executor: Executor) -> int | None:
    """How many files a dask executor works on at once; None where it does not say."""
    client = getattr(executor, "_client", None)
    return sum(client.ncores().values()) or None if client is not None else None


def _by_executor(
    jobs: Iterator[Job], executor: Executor, options: BatchOptions, function: Function, remote: bool
) -> Iterator[tuple[Job, FileResult]]:
    task = run_remote if remote else run_isolated
    most = max(_AT_LEAST, options.workers * _AHEAD)
    running: dict[Future[FileResult], Job] = {}
    try:
        while True:
            for job in islice(jobs, most - len(running)):
                running[executor.submit(task, job, options.limits, function)] = job
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job = running.pop(future)
                yield job, _outcome(future, job)
    finally:
        for future in running:
            future.cancel()


def _outcome(future: Future[FileResult], job: Job) -> FileResult:
    """The result of a task; an executor that lost it (its worker died too often) makes it a failed file."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError) as error:
        return failed(job, CRASHED, f"the executor lost it ({type(error).__name__}: {error}); run the command again")
    except PolicyParseError as error:
        return failed(job, error.code, str(error))
    except Exception as error:  # executors have errors of their own, such as KilledWorker of dask
        return failed(job, CRASHED, f"the executor lost it ({type(error).__name__}: {error}); run the command again")
