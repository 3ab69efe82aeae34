"""Worker functions with planted trouble, by the name of the file. They run in worker processes."""

import ctypes
import os
import time

from policyparse.batch.model import FileResult, Job, Report
from policyparse.batch.worker import DISK_FULL, convert, failed

TEXT = """{city}人民政府办公室关于印发2025年重点任务的通知

各区县人民政府：

一、修缮城区老旧桥梁，6月底前完成{count}座。（责任单位：市城管局）

二、新建社区食堂，年底前建成{count}处以上。（责任单位：市民政局、市财政局）

{city}人民政府办公室
2025年1月20日
"""


def text(count: int) -> bytes:
    """A document of two tasks."""
    return TEXT.format(city="临江市", count=count).encode()


def planted(job: Job, report: Report) -> FileResult:
    """Hangs, crashes or wants too much memory where the name says so; else converts."""
    if "hang" in job.name:
        time.sleep(600)
    if "spin" in job.name:
        ctypes.PyDLL(None).sleep(600)  # keeps the interpreter's lock, so no thread of the worker runs
    if "exit" in job.name:
        os._exit(9)
    if "abort" in job.name:
        os.abort()
    if "hog" in job.name:
        kept = []
        while True:
            kept.append(b"x" * (8 << 20))
            time.sleep(0.005)
    if "huge" in job.name:
        return convert_huge(job, report)
    return convert(job, report)


def convert_huge(job: Job, report: Report) -> FileResult:
    """Asks for 20 GB at once, as a reader may for a file that claims to be so large."""
    try:
        return failed(job, "impossible", str(len(bytearray(20 << 30))))
    except MemoryError:
        return failed(job, "memory-limit", "20 GB refused")


def slow(job: Job, report: Report) -> FileResult:
    """Converts, but takes its time, so that a test can kill the run in the middle."""
    time.sleep(0.15)
    return convert(job, report)


def full_disk(job: Job, report: Report) -> FileResult:
    """The disk is full from the third file on."""
    if job.name.endswith(("2.txt", "3.txt", "4.txt")):
        return failed(job, DISK_FULL, "cannot write it: No space left on device")
    return convert(job, report)


def echo(job: Job, report: Report) -> FileResult:
    """Does nothing, to measure what the rest costs."""
    return FileResult(path=job.name, status="ok", records=1)
