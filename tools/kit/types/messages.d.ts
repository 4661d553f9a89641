// What reaches a browser, and is told apart by `kind`. Written from wtsocial/core/messages.py by `make messages`: change it there.

interface Sent {
  /** Counts what was sent, so that two equal messages differ. */
  turn?: number;
}

/** A comment in a browser; `depth` 0 answers the post. A hidden or erased one keeps its place without its text. */
export interface CommentFields {
  id: number;
  post_id: number;
  parent_id: number;
  depth: number;
  author: string;
  html: string;
  at: number;
  revision: number;
  hidden: boolean;
  erased: boolean;
  cover: string;
  own: boolean;
  edited: number;
  may_edit: boolean;
  may_reply: boolean;
  may_flag: boolean;
  may_moderate: boolean;
}

/** A stretch of a difference: what stands in both, was taken away, or was put in. */
export interface DiffPiece {
  kind: "same" | "del" | "ins";
  text: string;
}

/**
 * A suggested headline in a browser. A withdrawn one, and one whose revision is hidden or erased, comes without what was typed.
 *
 * `stamp` is the post's when it was read: a browser patches it with what was said later.
 */
export interface SuggestionFields {
  id: number;
  post_id: number;
  stamp: number;
  suggester: string;
  at: number;
  headline: string;
  pieces: DiffPiece[];
  reason: string;
  source: string;
  note: string;
  state: string;
  agrees: number;
  disagrees: number;
  answer: string;
  revision: number;
  mine: string;
}

/** A post was published: enough to tell whether it belongs to a feed, and whether its reader chose not to see it. */
export interface NewPost extends Sent {
  kind: "new";
  headline: string;
  id: number;
  stamp: number;
  subwiki_id: number;
  published: number;
  author: string;
  said: string;
  domain: string;
  tags: string[];
  language: string;
  sensitive: boolean;
}

/** What changed of a post: the fields of its view that are set, as they are since `stamp`. */
export interface PostPatch extends Sent {
  kind: "post";
  id: number;
  stamp: number;
  headline?: string;
  revision?: number;
  excerpt?: string;
  html?: string;
  writers?: number;
  last_writer?: string;
  corrected?: boolean;
  corrected_at?: number;
  corrected_by?: string;
  corrected_reason?: string;
  corrected_source?: string;
  first_headline?: string;
  own_error?: boolean;
  suggestions?: number;
  agreed_headline?: string;
  votes?: number;
  early_votes?: number;
  comments?: number;
  hidden?: boolean;
  locked_reason?: string;
  protection?: string;
  protected_until?: number;
  disputed?: boolean;
  dispute_votes?: number[];
  tags?: string[];
  sensitive?: boolean;
  cover?: string;
  language?: string;
  subwiki_id?: number;
  subwiki_slug?: string;
  subwiki_name?: string;
  subwiki_colour?: string;
}

/** A comment was written, edited, hidden, shown again or erased: the comment as a reader without a login sees it. */
export interface CommentChanged extends Sent {
  kind: "comment";
  post_id: number;
  comment: CommentFields;
}

/** A headline was suggested, judged, answered or decided on: the suggestion as a reader without a login sees it. */
export interface SuggestionChanged extends Sent {
  kind: "suggestion";
  suggestion: SuggestionFields;
}

/** The headline that the open suggestions of a post were about was replaced. */
export interface SuggestionsOutdated extends Sent {
  kind: "outdated";
  post_id: number;
  stamp: number;
}

/**
 * A revision was saved: as much of it as the list of recent changes is filtered by. `subwiki_id` 0 fits any filter.
 *
 * `thing` is `post/1`, `comment/1` or `subwiki/1`, and `number` the revision's.
 */
export interface RecentChange extends Sent {
  kind: "change";
  what: string;
  subwiki_id: number;
  standing: string;
  thing: string;
  number: number;
}

/** The text of a revision was erased for good, hidden, or is shown again. `thing` is `post/1`, `comment/1` or `subwiki/1`. */
export interface Erased extends Sent {
  kind: "erased";
  thing: string;
}

/** Something changed that no other message says, and that stands on public pages: those that hear the room are out of date. */
export interface PagesChanged extends Sent {
  kind: "pages";
}

/** Somebody is editing what `place` names (`here`), or no longer. */
export interface EditorPresence extends Sent {
  kind: "presence";
  place: string;
  name: string;
  here: boolean;
}

/** How many notices of a member are unread: one came, or they were read. */
export interface UnreadNotices extends Sent {
  kind: "notice";
  unread: number;
}

/** A member's choices have a new version. */
export interface ChoicesChanged extends Sent {
  kind: "choices";
  version: number;
}

/** The moderation queue of a subwiki changed. */
export interface ModerationQueueChanged extends Sent {
  kind: "queue";
  subwiki_id: number;
}

/** A case of the moderation queue changed: its open flags, who has it open until when, or it was closed, and by whose decision. */
export interface CaseChanged extends Sent {
  kind: "case";
  id: number;
  subwiki_id: number;
  flags: number;
  holder: string;
  held_until: number;
  closed: boolean;
  decided_by: string;
}

/** The waiting list moved, or its rules changed. */
export interface WaitingListChanged extends Sent {
  kind: "waiting";
}

/** A member who was on the waiting list was admitted. */
export interface Admitted extends Sent {
  kind: "let_in";
}

/** The ledger, or what it shows of a donor, changed. */
export interface BooksChanged extends Sent {
  kind: "books";
}

/** A donation has another state. */
export interface DonationChanged extends Sent {
  kind: "donation";
  id: number;
  state: string;
}

/** An admin changed a setting of the site. */
export interface SiteSettingsChanged extends Sent {
  kind: "settings";
}

/** What stands at the top of every page changed; without a text, nothing stands there any more. The larger version is the newer. */
export interface AnnouncementChanged extends Sent {
  kind: "announcement";
  version: number;
  id: number;
  text: string;
  tone: string;
  until: number;
}

/** How many notices of a member were unread when a page was opened; `since` is the turn at which the counting began. */
export interface UnreadOnLoad extends Sent {
  kind: "unread";
  unread: number;
  since: number;
}

/** What became of a press on a post: a vote, or that it was saved. */
export interface PressAnswer extends Sent {
  kind: "mine";
  id: number;
  voted?: boolean;
  votes?: number;
  saved?: boolean;
}

/** What the bus said within a moment, in its order; each message has a turn of its own. */
export interface Several extends Sent {
  kind: "several";
  messages: Message[];
}

export type Message =
  | NewPost
  | PostPatch
  | CommentChanged
  | SuggestionChanged
  | SuggestionsOutdated
  | RecentChange
  | Erased
  | PagesChanged
  | EditorPresence
  | UnreadNotices
  | ChoicesChanged
  | ModerationQueueChanged
  | CaseChanged
  | WaitingListChanged
  | Admitted
  | BooksChanged
  | DonationChanged
  | SiteSettingsChanged
  | AnnouncementChanged
  | UnreadOnLoad
  | PressAnswer
  | Several;
