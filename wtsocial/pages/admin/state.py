"""The dashboard's figures, and what an admin does to an account."""

from typing import Any

import reflex as rx

from wtsocial.admin import dashboard
from wtsocial.admin.views import DashboardView, VitalsView
from wtsocial.admin.vitals import vitals
from wtsocial.moderation.members import reinstate_member, suspend_member
from wtsocial.moderation.queue import queue_count
from wtsocial.ui.call import Answers, call, handling
from wtsocial.ui.ends import days_field
from wtsocial.ui.live import watch


class AdminState(Answers, rx.State):
    """What is happening, for admins alone: each handler asks again who is there."""

    ready: bool = False
    figures: DashboardView = DashboardView()
    vitals: VitalsView = VitalsView()
    waiting: int = 0

    @rx.event
    async def open(self):
        """Load the figures; for anybody else, nothing."""
        self.figures, self.vitals, self.waiting, self.ready = DashboardView(), VitalsView(), 0, False
        async with handling(self) as viewer:
            await watch(self, viewer)
            self.figures = await dashboard.figures(viewer)
            self.vitals, self.waiting = await vitals(viewer), await queue_count(viewer)
            self.ready = True

    @rx.event
    async def suspend(self, form: dict[str, Any]):
        """Suspend a member, for some days or for good and for the reason given, in the log."""
        async with handling(self, form) as viewer:
            await call(suspend_member, viewer, member_name=form.get("name"), reason=form.get("reason"), days=days_field(form))
            self.notice = {"key": "admin.suspended", "params": {"name": str(form.get("name"))}}
            self.figures = await dashboard.figures(viewer)

    @rx.event
    async def reinstate(self, form: dict[str, Any]):
        """Let a suspended member take part again."""
        async with handling(self, form) as viewer:
            await call(reinstate_member, viewer, member_name=form.get("name"), reason=form.get("reason"))
            self.notice = {"key": "admin.reinstated", "params": {"name": str(form.get("name"))}}
            self.figures = await dashboard.figures(viewer)
