"""A dask.distributed cluster as an executor. The cluster is the user's; here we only connect to it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from policyparse.errors import ExtraMissing, UsageError

#: How often a file that a worker could not finish, because the worker itself failed, is given to another.
_RETRIES = 3
#: Seconds to wait for the scheduler.
_CONNECT = 30


@contextmanager
def dask_executor(address: str) -> Iterator[Executor]:
    """The cluster whose scheduler listens at `address`, for instance `tcp://10.0.0.1:8786`.

    A worker that dies gives its files to the others. Raises ExtraMissing without the extra, UsageError where no
    scheduler answers.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ExtraMissing("--dask needs dask.distributed; pip install 'policyparse[dask]'") from error
    try:
        client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no dask scheduler answers at {address} ({error}); start one with `dask scheduler`"
        ) from error
    try:
        with client.get_executor(retries=_RETRIES, pure=False) as executor:
            yield executor
    finally:
        client.close()
