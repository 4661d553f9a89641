"""Task modules: whatever declares tasks or composes letters. Imported wherever a worker starts, so that it knows them all."""

from types import ModuleType
from typing import Final

from wtsocial.accounts import emails, idempotency, logins, mail_jobs
from wtsocial.admin import dashboard
from wtsocial.donations import fees, figures, receipts, webhook_events
from wtsocial.editing.actions import disputes
from wtsocial.jobs import periodic
from wtsocial.joining import actions, email_links, invitations, waiting_list
from wtsocial.moderation import appeals, content_rules, members, restrictions
from wtsocial.notifications import channels, notify
from wtsocial.posts import page_readings
from wtsocial.subwikis import adoption, confidence

TASK_MODULES: Final[tuple[ModuleType, ...]] = (
    actions, adoption, appeals, channels, confidence, content_rules, dashboard, disputes, email_links, emails, fees, figures,
    idempotency, invitations, logins, mail_jobs, members, notify, page_readings, periodic, receipts, restrictions, waiting_list,
    webhook_events,
)  # fmt: skip
