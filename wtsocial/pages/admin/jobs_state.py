"""The job queue on the dashboard: what was given up, and the buttons that try it anew or throw it away."""

import reflex as rx

from wtsocial.admin import jobs
from wtsocial.admin.views import JobsView
from wtsocial.ui.call import Answers, call, handling


class JobsState(Answers, rx.State):
    """The queue, for admins alone: each handler asks again who is there."""

    ready: bool = False
    queue: JobsView = JobsView()

    @rx.event
    async def open(self):
        """Read the queue; for anybody but admins, nothing."""
        self.ready, self.queue = False, JobsView()
        async with handling(self) as viewer:
            self.queue = await jobs.overview(viewer)
            self.ready = True

    @rx.event
    async def retry(self, number: int):
        """Have a dead job tried anew."""
        async with handling(self) as viewer:
            await call(jobs.retry_dead, viewer, job_id=number)
            self.notice = {"key": "queue.retried", "params": {}}
            self.queue = await jobs.overview(viewer)

    @rx.event
    async def discard(self, number: int):
        """Throw a dead job away."""
        async with handling(self) as viewer:
            await call(jobs.discard_dead, viewer, job_id=number)
            self.notice = {"key": "queue.discarded", "params": {}}
            self.queue = await jobs.overview(viewer)
