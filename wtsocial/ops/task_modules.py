"""Task modules: whatever declares tasks or composes letters. Imported wherever a worker starts, so that it knows them all."""

from types import ModuleType
from typing import Final

from wtsocial.accounts import emails, mail_jobs
from wtsocial.jobs import periodic
from wtsocial.joining import email_links, waiting_list
from wtsocial.notifications import channels, notify

TASK_MODULES: Final[tuple[ModuleType, ...]] = (channels, email_links, emails, mail_jobs, notify, periodic, waiting_list)
