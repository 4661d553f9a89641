"""Limits: how long, how many, how often; and the number types that go with them."""

from typing import Annotated

from pydantic import Field

Id = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
"""The id of a row, as a browser sends it."""

RevisionNumber = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
"""The number of a revision; they count from 1."""

# Lengths, in characters.
HEADLINE = 300
LINK = 2_000
POST_TEXT = 40_000
COMMENT_TEXT = 10_000
NOTE = 500
LAW = 100
REASON = 1_000
VERDICT = 400
"""What a juror says."""
DRAW_WORDS = 200
SLUG = 40
SUBWIKI_NAME = 80
DESCRIPTION = 5_000
RULES = 10_000
ABOUT = 2_000
SEARCH = 100
PICTURE = 200
EXCERPT = 280

# How many, and how often. An hour is the last sixty minutes.
POSTS_PER_HOUR = 30
NEW_POSTS_PER_HOUR = 5
"""Of a member who is new."""
POSTS_PER_MEMBER = 10_000
COMMENTS_PER_HOUR = 120
EDITS_PER_HOUR = 120
MERGES_PER_MINUTE = 60
"""Tries to save or undo what may have to be merged, also those that clash."""
FLAGS_PER_HOUR = 60
OWN_OPEN_FLAGS = 500
"""So many of a member's open flags, the newest, are known to the pages that they are on."""
THANKS_PER_HOUR = 60
CONTESTS_PER_HOUR = 10
CASE_NOTES_PER_HOUR = 100
SUGGESTIONS_PER_HOUR = 20
SUGGESTIONS_PER_POST = 20
"""Open ones."""
MOST_AGREEMENTS = 10
PREVIEWS_PER_MINUTE = 20
HIDDEN_WORDS = 200
HIDDEN_WORD = 60
HIDDEN = 500
"""Sources, members and tags that somebody does not want to see, each."""
FOLLOWED = 500
"""Members and tags that somebody follows, each."""
CHOICES_FILE = 400_000
CHOICES_PER_MINUTE = 60
EFFECTS_PER_MINUTE = 90
"""So often one member, or one network address without a login, is shown what a draft of choices would do."""
CHOICE_VERSIONS = 200
"""Versions that are kept of one member's choices, the newest."""
PRESETS_PER_MEMBER = 50
PRESET_NAME = 80
PRESET_ABOUT = 500
DONATIONS_PER_HOUR = 20
"""Pages of Stripe's that one member has made."""
STRANGERS_DONATIONS_PER_HOUR = 300
"""Those made without a login, all together."""
EXPENSES_PER_HOUR = 200
PAYEE = 120
WORD_RULES = 200
SOURCE_RULES = 5_000
"""Content rules at one place, each."""
RULE_WORDS = 100
RULE_REASON = 300
ANNOUNCEMENT = 300
ANNOUNCEMENT_HOURS = 24 * 90
PREPARED_TEXTS = 20
"""Of a subwiki, or of the whole site."""
PREPARED_TITLE = 80
RULE_PREVIEWS_PER_MINUTE = 30
SUBWIKIS_PER_MEMBER = 20
MEMBERSHIPS_PER_MEMBER = 500
SAVED_PER_MEMBER = 10_000
DRAFTS_PER_MEMBER = 50
DRAFT_SIZE = 60_000
"""Characters in all the fields of one draft together."""
DRAFT_FIELDS = 20
PLACES = 1_000
"""Members let in by one press, or in a day."""
FRIEND_MOVES = 1_000
PLACE_PRICE = 10_000_000
INVITATIONS = 10
"""Open ones of one member; twice as many may be made in a day."""
INVITATION_USES = 20
INVITATION_DAYS = 90
GROUP_USES = 10_000
GROUP_DAYS = 365
INVITATION_LABEL = 80
INVITATIONS_PER_MINUTE = 30
"""Codes that one network address may try."""

# What is shown at once.
FEED_PAGE = 30
FEED_PAGE_MOST = 100
FEED_NEWER = 200
COMMENTS_PAGE = 100
COMMENTS_PAGE_TEXT = 30_000
"""Characters of comments after which a page of them ends early."""
COMMENT_DEPTH = 6
INBOX_PAGE = 50
UNREAD_COUNTED = 100
"""So many unread notices, or more, are said to be more than 99."""
COUNTED = 1_000
"""Of more posts, corrections or comments of a member, or posts of a tag, a page says that they are more; the count is one higher then."""
LOG_PAGE = 50
RECORD_PAGE = 20
HELD_SHOWN = 30
ENDED_AT_ONCE = 500
"""Members whose restrictions or suspensions one run of a timer ends; the next run goes on."""
CHANGES_PAGE = 50
CORRECTIONS_PAGE = 50
CORRECTIONS_COUNTED = 200
"""Of more than these on one day a page says that they are more."""
SOURCE_PAGE = 30
CONTESTS_SHOWN = 200
REASONS_COUNTED = 200
"""Of a source with more corrected headlines it is told why the newest ones were."""
QUEUE_SHOWN = 100
QUEUE_PAGE = 30
QUEUE_COUNTED = 100
"""So many cases that wait, or more, are said to be more than 99."""
CASE_FLAGS = 50
CASE_EARLIER = 10
CASE_NOTES = 50
DUTIES_SHOWN = 20
JURY_POOL = 200
"""Of so many at most a jury is drawn."""
DIRECTORY_SHOWN = 200
SEARCHED_ONE_BY_ONE = 1_000
"""Of so few subwikis each is looked at; where more may have what is searched for, they are gone through in their order."""
RULE_PAGE = 20
"""Content rules, or posts that one of them caught."""
RULE_CAUGHT_COUNTED = 1_000
HISTORY_PAGE = 50
DECIDED_PAGE = 20
"""Suggestions that were decided on; the open ones of a post all stand on its page."""
