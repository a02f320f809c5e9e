"""Reading in the background: one thread, one job after the other, so that the ledger has one writer here."""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from onrecord import pipeline
from onrecord.errors import OnrecordError
from onrecord.ledger import Added, Writer
from onrecord.records import Failure, Handed

_KEPT = 50  # jobs that a person may still want to look at; older ones are forgotten, not what they read
State = Literal["waiting", "reading", "done", "failed"]


@dataclass(kw_only=True)
class Job:
    """Inputs to read, and what has come of them so far; `problem` is why the whole job failed, in one line."""

    id: str
    what: str
    inputs: Sequence[str | Handed]
    publisher: str | None = None
    published: str | None = None
    asked: str = ""
    state: State = "waiting"
    outcomes: list[Added | Failure] = field(default_factory=list)
    problem: str | None = None

    @property
    def is_over(self) -> bool:
        """True if nothing more will come of it."""
        return self.state in ("done", "failed")

    @property
    def read(self) -> list[Added]:
        """What was read, or was on record already, in order."""
        return [one for one in self.outcomes if isinstance(one, Added)]

    @property
    def skipped(self) -> list[Failure]:
        """What could not be read, in order."""
        return [one for one in self.outcomes if isinstance(one, Failure)]


class Jobs:
    """The list of jobs and the thread that works it off; `reader` is called once, when the first job begins.

    `after` is called when a job that added something is over; it must not take long.
    """

    def __init__(
        self,
        writer: Writer,
        reader: Callable[[], pipeline.ReadsStatements],
        after: Callable[[], None] | None = None,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._after = after
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        # It starts its one thread with the first job; a fault ends that job, and the next one has its turn.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")

    def add(
        self,
        what: str,
        inputs: Iterable[str | Handed],
        *,
        publisher: str | None = None,
        published: str | None = None,
    ) -> Job:
        """Put inputs at the end of the list; `what` names them for a person. The thread closes what was handed over."""
        job = Job(
            id=secrets.token_hex(8),
            what=what,
            inputs=tuple(inputs),
            publisher=publisher,
            published=published,
            asked=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        with self._lock:
            self._jobs[job.id] = job
            for old in [one.id for one in self._jobs.values() if one.is_over][: max(0, len(self._jobs) - _KEPT)]:
                del self._jobs[old]
        self._thread.submit(self._do, job).add_done_callback(_tell_fault)
        return job

    def get(self, id: str) -> Job | None:
        """The job with this id, None if there is none."""
        return self._jobs.get(id)

    def recent(self) -> list[Job]:
        """The jobs, the newest first."""
        return list(self._jobs.values())[::-1]

    def stop(self) -> None:
        """Ends the work after the document that is being read; what was finished is kept."""
        self._stopping.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _do(self, job: Job) -> None:
        job.state = "reading"
        try:
            reader = self._reader()
            outcomes = pipeline.add(
                job.inputs, reader, self._writer, publisher=job.publisher, published=job.published, only_public=True
            )
            for outcome in outcomes:
                job.outcomes.append(outcome)
                if self._stopping.is_set():
                    job.problem = "the server was stopped; what was read is kept"
                    return
            job.state = "done"
        except (OnrecordError, OSError) as error:
            job.problem = str(error)
        finally:
            if job.state != "done":
                job.state = "failed"
                job.problem = job.problem or "a fault of the program; what was read before it is kept"
            for one in job.inputs:
                if isinstance(one, Handed):
                    one.raw.close()
            if self._after is not None and job.read:
                self._after()


def _tell_fault(work: Future[None]) -> None:
    if not work.cancelled() and (fault := work.exception()) is not None:
        print(f"onrecord: a fault of the program while reading: {type(fault).__name__}: {fault}", file=sys.stderr)
