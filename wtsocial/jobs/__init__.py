"""The job queue: work that is promised in a transaction and done after it, again and again until it succeeds."""

from wtsocial.jobs.queue import NewJob, enqueue, enqueue_many
from wtsocial.jobs.registry import (
    DATABASE,
    MAIL,
    STRIPE,
    GiveUp,
    Nothing,
    Priority,
    Queue,
    RetryLater,
    Task,
    periodic_task,
    stream_task,
    task,
    tasks,
    transactional_task,
)
from wtsocial.jobs.streams import JobStream, StreamedJob
from wtsocial.jobs.worker import Worker, working

__all__ = [
    "DATABASE", "MAIL", "STRIPE", "GiveUp", "JobStream", "NewJob", "Nothing", "Priority", "Queue", "RetryLater", "StreamedJob", "Task",
    "Worker", "enqueue", "enqueue_many", "periodic_task", "stream_task", "task", "tasks", "transactional_task", "working",
]  # fmt: skip
