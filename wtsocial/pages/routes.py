"""The one list of addresses: path, page, title, what loads, and the document that is read before any script runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import reflex as rx

from wtsocial.endpoints.document import WriteDocument
from wtsocial.pages.about import document as about_document
from wtsocial.pages.about import page as about
from wtsocial.pages.account import document as account_document
from wtsocial.pages.account import page as account
from wtsocial.pages.account.state import DoorState, PostalState
from wtsocial.pages.admin import announcement as admin_announcement
from wtsocial.pages.admin import invitations as admin_invitations
from wtsocial.pages.admin import members as admin_members
from wtsocial.pages.admin import page as admin
from wtsocial.pages.admin import rules as admin_rules
from wtsocial.pages.admin import settings as admin_settings
from wtsocial.pages.admin import sources as admin_sources
from wtsocial.pages.admin import subwikis as admin_subwikis
from wtsocial.pages.admin.announcement_state import AnnouncementState
from wtsocial.pages.admin.invitations_state import AdminInvitationsState
from wtsocial.pages.admin.jobs_state import JobsState
from wtsocial.pages.admin.joining_state import LineState
from wtsocial.pages.admin.members_state import MembersState
from wtsocial.pages.admin.rules_state import SiteRulesState, SiteTextsState
from wtsocial.pages.admin.settings_state import SiteSettingsState
from wtsocial.pages.admin.sources_state import SourcesState
from wtsocial.pages.admin.state import AdminState
from wtsocial.pages.admin.subwikis_state import SubwikisState
from wtsocial.pages.books import document as books_document
from wtsocial.pages.books import page as books
from wtsocial.pages.books.state import BooksState
from wtsocial.pages.changes import document as changes_document
from wtsocial.pages.changes import page as changes
from wtsocial.pages.changes.state import ChangesState
from wtsocial.pages.corrections import document as corrections_document
from wtsocial.pages.corrections import page as corrections
from wtsocial.pages.corrections.state import CorrectionsState
from wtsocial.pages.donate import document as donate_document
from wtsocial.pages.donate import page as donate
from wtsocial.pages.donate import thanks
from wtsocial.pages.donate.state import DonateState, ThanksState
from wtsocial.pages.edit import document as edit_document
from wtsocial.pages.edit import history
from wtsocial.pages.edit import page as edit
from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.edit.state import DiffState, EditState
from wtsocial.pages.feed import document as feed_document
from wtsocial.pages.feed import page as feed
from wtsocial.pages.feed.state import FeedState
from wtsocial.pages.inbox import page as inbox
from wtsocial.pages.inbox.state import InboxState
from wtsocial.pages.invite import document as invite_document
from wtsocial.pages.invite import page as invite
from wtsocial.pages.invite.state import InviteState
from wtsocial.pages.moderation import document as moderation_document
from wtsocial.pages.moderation import draw as moderation_draw
from wtsocial.pages.moderation import figures as moderation_figures
from wtsocial.pages.moderation import jury as moderation_jury
from wtsocial.pages.moderation import page as moderation
from wtsocial.pages.moderation import queue as moderation_queue
from wtsocial.pages.moderation import statement as moderation_statement
from wtsocial.pages.moderation.draw_state import DrawState
from wtsocial.pages.moderation.figures_state import FiguresState
from wtsocial.pages.moderation.jury_state import JuryState
from wtsocial.pages.moderation.review import ReviewState
from wtsocial.pages.moderation.state import LogState, QueueState
from wtsocial.pages.moderation.statement_state import StatementState
from wtsocial.pages.people import document as people_document
from wtsocial.pages.people import page as people
from wtsocial.pages.people.record_state import RecordState
from wtsocial.pages.people.state import ProfileState
from wtsocial.pages.post import document as post_document
from wtsocial.pages.post import page as post
from wtsocial.pages.post.state import CommentState, PostState
from wtsocial.pages.post.suggestions_state import SuggestionState
from wtsocial.pages.presets import document as presets_document
from wtsocial.pages.presets import page as presets
from wtsocial.pages.presets.state import PresetState
from wtsocial.pages.settings import choices as own_choices
from wtsocial.pages.settings import document as settings_document
from wtsocial.pages.settings import flags, invitations, security
from wtsocial.pages.settings import page as settings
from wtsocial.pages.settings.flags_state import OwnFlagsState
from wtsocial.pages.settings.invitations_state import InvitationsState
from wtsocial.pages.settings.state import SettingsState
from wtsocial.pages.source import document as source_document
from wtsocial.pages.source import page as source
from wtsocial.pages.source.state import SourceState
from wtsocial.pages.submit import page as submit
from wtsocial.pages.submit.state import SubmitState
from wtsocial.pages.subwikis import about as subwiki_pages
from wtsocial.pages.subwikis import document as subwikis_document
from wtsocial.pages.subwikis import page as subwikis
from wtsocial.pages.subwikis.content_rules import SubwikiRulesState
from wtsocial.pages.subwikis.leadership import LeadershipState
from wtsocial.pages.subwikis.prepared_texts import SubwikiTextsState
from wtsocial.pages.subwikis.state import AboutState, DirectoryState, FoundState, SubwikiState
from wtsocial.pages.tags import document as tags_document
from wtsocial.pages.tags import page as tags
from wtsocial.pages.tags.state import TagState
from wtsocial.pages.waiting import document as waiting_document
from wtsocial.pages.waiting import page as waiting
from wtsocial.pages.waiting.state import WaitingState
from wtsocial.pages.welcome import document as welcome_document
from wtsocial.pages.welcome import page as welcome
from wtsocial.ui.choices_form import ChoicesState
from wtsocial.ui.field_checks import TypingState
from wtsocial.ui.flagging import FlagState
from wtsocial.ui.session import SessionState

SCREENS: Final = Path(__file__).parent
"""Where the screens' folders are, with the templates of their documents."""


@dataclass(frozen=True)
class Route:
    """An address. `title` is the catalogue key of its static title; `load` runs whenever it is opened or reconnected.

    `document` writes what is read before any script runs; where there is none, `no_document` says why.
    """

    path: str
    page: Callable[[], rx.Component]
    title: str
    load: tuple[Any, ...] = ()
    document: WriteDocument | None = None
    no_document: str = ""


OWN: Final = "it is one's own, behind a login: all that a stranger finds there is the way to log in"
UNPAID: Final = "it says how one donation stands, again and again until it has come: nobody is sent here but by the payment page"


ROUTES = (
    Route("/", feed.home, "nav.newest", (FeedState.open_home,), document=feed_document.home),
    Route("/all", feed.everything, "nav.all", (FeedState.open_all,), document=feed_document.everything),
    Route("/saved", feed.saved, "nav.saved", (FeedState.open_saved,), no_document=OWN),
    Route("/submit", submit.submit, "submit.title", (SubmitState.open,), no_document=OWN),
    Route("/post/[post_id]/edit", edit.edit, "edit.title", (EditState.open,), document=edit_document.edit),
    Route(
        "/post/[post_id]/history",
        history.history,
        "post.history_title",
        (HistoryState.open, FlagState.open),
        document=edit_document.post_history,
    ),
    Route(
        "/comment/[comment_id]/history", history.history, "post.history_title", (HistoryState.open,), document=edit_document.comment_history
    ),
    Route("/w/[slug]/history", history.history, "post.history_title", (HistoryState.open,), document=edit_document.subwiki_history),
    Route("/post/[post_id]/diff/[a]/[b]", edit.diff, "diff.title", (DiffState.open,), document=edit_document.post_diff),
    Route("/comment/[comment_id]/diff/[a]/[b]", edit.diff, "diff.title", (DiffState.open,), document=edit_document.comment_diff),
    Route("/w/[slug]/diff/[a]/[b]", edit.diff, "diff.title", (DiffState.open,), document=edit_document.subwiki_diff),
    Route("/subwikis", subwikis.directory, "nav.subwikis", (DirectoryState.open,), document=subwikis_document.directory),
    Route("/subwikis/new", subwiki_pages.found, "subwikis.found", (FoundState.open,), no_document=OWN),
    Route("/w/[slug]", subwikis.subwiki, "nav.subwikis", (SubwikiState.open, FlagState.open), document=subwikis_document.subwiki),
    Route(
        "/w/[slug]/about",
        subwiki_pages.about,
        "subwiki.about",
        (AboutState.open, FlagState.open, SubwikiRulesState.open, SubwikiTextsState.open, LeadershipState.open),
        document=subwikis_document.about,
    ),
    Route(
        "/u/[name]",
        people.profile,
        "profile.posts",
        (ProfileState.open, FlagState.open, RecordState.open),
        document=people_document.document,
    ),
    Route(
        "/post/[post_id]",
        post.one,
        "post.title",
        (PostState.open, SuggestionState.open, CommentState.restore, FlagState.open),
        document=post_document.document,
    ),
    Route(
        "/register",
        account.register,
        "register.title",
        (SessionState.rest, TypingState.open, DoorState.open),
        document=account_document.register,
    ),
    Route("/login", account.login, "account.log_in", (SessionState.rest,), document=account_document.login),
    Route("/logout", account.logout, "account.log_out", (SessionState.rest,), document=account_document.logout),
    Route("/confirm", account.confirm, "confirm.title", (SessionState.rest, PostalState.open), document=account_document.confirm),
    Route("/reset", account.reset, "reset.title", (SessionState.rest, PostalState.open, TypingState.open), document=account_document.reset),
    Route("/welcome", welcome.welcome, "greeting.title", (ChoicesState.open,), document=welcome_document.document),
    Route("/settings/choices", own_choices.own, "choices.title", (ChoicesState.open,), document=settings_document.document),
    Route("/preset/[code]", presets.preset, "preset.overline", (PresetState.open,), document=presets_document.document),
    Route("/tag/[name]", tags.tag, "tag.what_title", (TagState.open,), document=tags_document.document),
    Route("/settings", settings.settings, "nav.settings", (SettingsState.open,), no_document=OWN),
    Route("/settings/security", security.security, "security.title", (SessionState.rest, TypingState.open), no_document=OWN),
    Route("/settings/invitations", invitations.invitations, "invitation.title", (InvitationsState.open,), no_document=OWN),
    Route("/settings/flags", flags.flags, "flag.mine", (OwnFlagsState.open,), no_document=OWN),
    Route("/invite/[code]", invite.invite, "invite.title", (InviteState.open,), document=invite_document.document),
    Route("/waiting", waiting.waiting, "waiting.title", (WaitingState.open,), document=waiting_document.document),
    Route("/inbox", inbox.inbox, "nav.inbox", (InboxState.open,), no_document=OWN),
    Route("/moderation", moderation_queue.queue, "nav.moderation", (QueueState.open, ReviewState.open), no_document=OWN),
    Route("/changes", changes.changes, "changes.list", (ChangesState.open,), document=changes_document.document),
    Route("/corrections", corrections.corrections, "corrections.title", (CorrectionsState.open,), document=corrections_document.document),
    Route("/source/[domain]", source.source, "source.entries", (SourceState.open,), document=source_document.document),
    Route("/books", books.books, "books.title", (BooksState.open,), document=books_document.document),
    Route("/log/figures", moderation_figures.figures, "figures.title", (FiguresState.open,), document=moderation_document.figures),
    Route(
        "/log/[entry_id]", moderation_statement.statement, "statement.title", (StatementState.open,), document=moderation_document.statement
    ),
    Route("/log/[entry_id]/draw", moderation_draw.draw, "draw.title", (DrawState.open,), document=moderation_document.draw),
    Route("/jury", moderation_jury.jury, "jury.title", (JuryState.open,), no_document=OWN),
    Route("/log", moderation.log, "nav.log", (LogState.open,), document=moderation_document.log),
    Route("/admin", admin.dashboard, "nav.admin", (AdminState.open, LineState.open, JobsState.open), no_document=OWN),
    Route("/admin/members", admin_members.members, "members.title", (MembersState.open,), no_document=OWN),
    Route("/admin/subwikis", admin_subwikis.subwikis, "nav.subwikis", (SubwikisState.open,), no_document=OWN),
    Route("/admin/sources", admin_sources.sources, "listing.sources", (SourcesState.open,), no_document=OWN),
    Route("/admin/invitations", admin_invitations.invitations, "invitation.title", (AdminInvitationsState.open,), no_document=OWN),
    Route("/admin/settings", admin_settings.settings, "setting.title", (SiteSettingsState.open,), no_document=OWN),
    Route("/admin/announcement", admin_announcement.announcement, "announcement.title", (AnnouncementState.open,), no_document=OWN),
    Route("/admin/rules", admin_rules.rules, "content_rule.title", (SiteRulesState.open, SiteTextsState.open), no_document=OWN),
    Route("/donate", donate.donate, "donate.title", (DonateState.open,), document=donate_document.document),
    Route("/donate/thanks", thanks.thanks, "donate.thanks_title", (ThanksState.open,), no_document=UNPAID),
    Route("/about", about.about, "about.title", (SessionState.rest,), document=about_document.about),
    Route("/rules", about.rules, "rules.title", (SessionState.rest,), document=about_document.rules),
    Route("/privacy", about.privacy, "privacy.title", (SessionState.rest,), document=about_document.privacy),
    Route("404", about.not_found, "missing.title", (SessionState.rest,), document=about_document.missing),
)
