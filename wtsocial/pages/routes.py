"""The one list of addresses: path, page, title, and what loads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from wtsocial.pages.about import page as about
from wtsocial.pages.account import page as account
from wtsocial.pages.account import settings
from wtsocial.pages.account.state import DoorState, PostalState, SettingsState, TypingState
from wtsocial.pages.admin import page as admin
from wtsocial.pages.admin.jobs_state import JobsState
from wtsocial.pages.admin.joining_state import LineState
from wtsocial.pages.admin.state import AdminState
from wtsocial.pages.books import page as books
from wtsocial.pages.books.state import BooksState
from wtsocial.pages.changes import page as changes
from wtsocial.pages.changes.state import ChangesState
from wtsocial.pages.choices import page as own_choices
from wtsocial.pages.corrections import page as corrections
from wtsocial.pages.corrections.state import CorrectionsState
from wtsocial.pages.donate import page as donate
from wtsocial.pages.donate import thanks
from wtsocial.pages.donate.state import DonateState, ThanksState
from wtsocial.pages.edit import history
from wtsocial.pages.edit import page as edit
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.state import DiffState, EditState
from wtsocial.pages.feed import page as feed
from wtsocial.pages.feed.state import FeedState
from wtsocial.pages.inbox import page as inbox
from wtsocial.pages.inbox.state import InboxState
from wtsocial.pages.invitations import page as invitations
from wtsocial.pages.invitations.state import InvitationsState, InviteState
from wtsocial.pages.moderation import page as moderation
from wtsocial.pages.moderation.state import LogState, QueueState
from wtsocial.pages.people import page as people
from wtsocial.pages.people.state import ProfileState
from wtsocial.pages.post import page as post
from wtsocial.pages.post.state import CommentState, PostState
from wtsocial.pages.post.suggestions_state import SuggestionState
from wtsocial.pages.presets import page as presets
from wtsocial.pages.presets.state import PresetState
from wtsocial.pages.source import page as source
from wtsocial.pages.source.state import SourceState
from wtsocial.pages.submit import page as submit
from wtsocial.pages.submit.state import SubmitState
from wtsocial.pages.subwikis import about as subwiki_pages
from wtsocial.pages.subwikis import page as subwikis
from wtsocial.pages.subwikis.state import AboutState, DirectoryState, FoundState, SubwikiState
from wtsocial.pages.tags import page as tags
from wtsocial.pages.tags.state import TagState
from wtsocial.pages.waiting import page as waiting
from wtsocial.pages.waiting.state import WaitingState
from wtsocial.pages.welcome import page as welcome
from wtsocial.ui.choices_form import ChoicesState
from wtsocial.ui.session import SessionState


@dataclass(frozen=True)
class Route:
    """An address. `title` is the catalogue key of its static title; `load` runs whenever it is opened or reconnected."""

    path: str
    page: Callable[[], rx.Component]
    title: str
    load: tuple[Any, ...] = ()


ROUTES = (
    Route("/", feed.home, "nav.newest", (FeedState.open_home,)),
    Route("/all", feed.everything, "nav.all", (FeedState.open_all,)),
    Route("/saved", feed.saved, "nav.saved", (FeedState.open_saved,)),
    Route("/submit", submit.submit, "submit.title", (SubmitState.open,)),
    Route("/post/[post_id]/edit", edit.edit, "edit.title", (EditState.open,)),
    Route("/post/[post_id]/history", history.history, "post.history_title", (HistoryState.open,)),
    Route("/comment/[comment_id]/history", history.history, "post.history_title", (HistoryState.open,)),
    Route("/w/[slug]/history", history.history, "post.history_title", (HistoryState.open,)),
    Route("/post/[post_id]/diff/[a]/[b]", edit.diff, "diff.title", (DiffState.open,)),
    Route("/comment/[comment_id]/diff/[a]/[b]", edit.diff, "diff.title", (DiffState.open,)),
    Route("/w/[slug]/diff/[a]/[b]", edit.diff, "diff.title", (DiffState.open,)),
    Route("/subwikis", subwikis.directory, "nav.subwikis", (DirectoryState.open,)),
    Route("/subwikis/new", subwiki_pages.found, "subwikis.found", (FoundState.open,)),
    Route("/w/[slug]", subwikis.subwiki, "nav.subwikis", (SubwikiState.open,)),
    Route("/w/[slug]/about", subwiki_pages.about, "subwiki.about", (AboutState.open,)),
    Route("/u/[name]", people.profile, "profile.posts", (ProfileState.open,)),
    Route("/post/[post_id]", post.one, "post.title", (PostState.open, SuggestionState.open, CommentState.restore)),
    Route("/register", account.register, "register.title", (SessionState.rest, TypingState.open, DoorState.open)),
    Route("/login", account.login, "account.log_in", (SessionState.rest,)),
    Route("/logout", account.logout, "account.log_out", (SessionState.rest,)),
    Route("/confirm", account.confirm, "confirm.title", (SessionState.rest, PostalState.open)),
    Route("/reset", account.reset, "reset.title", (SessionState.rest, PostalState.open, TypingState.open)),
    Route("/welcome", welcome.welcome, "greeting.title", (ChoicesState.open,)),
    Route("/settings/choices", own_choices.own, "choosing.title", (ChoicesState.open,)),
    Route("/preset/[code]", presets.preset, "preset.overline", (PresetState.open,)),
    Route("/tag/[name]", tags.tag, "tag.what_title", (TagState.open,)),
    Route("/settings", settings.settings, "nav.settings", (SettingsState.open,)),
    Route("/settings/security", settings.security, "security.title", (SessionState.rest, TypingState.open)),
    Route("/settings/invitations", invitations.invitations, "invitation.title", (InvitationsState.open,)),
    Route("/invite/[code]", invitations.invite, "invite.title", (InviteState.open,)),
    Route("/waiting", waiting.waiting, "waiting.title", (WaitingState.open,)),
    Route("/inbox", inbox.inbox, "nav.inbox", (InboxState.open,)),
    Route("/moderation", moderation.queue, "nav.moderation", (QueueState.open,)),
    Route("/changes", changes.changes, "changes.list", (ChangesState.open,)),
    Route("/corrections", corrections.corrections, "corrections.title", (CorrectionsState.open,)),
    Route("/source/[domain]", source.source, "source.entries", (SourceState.open,)),
    Route("/books", books.books, "books.title", (BooksState.open,)),
    Route("/log", moderation.log, "nav.log", (LogState.open,)),
    Route("/admin", admin.dashboard, "nav.admin", (AdminState.open, LineState.open, JobsState.open)),
    Route("/donate", donate.donate, "donate.title", (DonateState.open,)),
    Route("/donate/thanks", thanks.thanks, "donate.thanks_title", (ThanksState.open,)),
    Route("/about", about.about, "about.title", (SessionState.rest,)),
    Route("/rules", about.rules, "rules.title", (SessionState.rest,)),
    Route("/privacy", about.privacy, "privacy.title", (SessionState.rest,)),
    Route("404", about.not_found, "missing.title", (SessionState.rest,)),
)
