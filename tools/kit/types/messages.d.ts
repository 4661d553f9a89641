// What reaches a browser: the messages of the bus (`change.announce`, `bus.publish`) and the server's words to this browser alone.
import type { CommentView, PostFacts, PostView, SuggestionView } from "./views";

interface Sent {
  /** Counts what was sent, so that two equal messages differ. */
  turn?: number;
}

/** What changed of a post: any fields of its view as they are since `stamp`. */
export type PostMessage = Sent & { kind: "post"; id: number; stamp: number } & Partial<Omit<PostView, "kind" | "id" | "stamp">>;

/** A new post: enough to tell whether it belongs into a feed, and whether its reader chose not to see it. */
export interface NewMessage extends Sent, PostFacts {
  kind: "new";
  id: number;
  stamp: number;
  subwiki_id: number;
  published: number;
  headline: string;
}

/** A comment as everybody may see it: new, edited, hidden, shown again or erased. */
export interface CommentMessage extends Sent {
  kind: "comment";
  post_id: number;
  comment: CommentView;
}

/** A suggestion under a post as everybody may see it. */
export interface SuggestionMessage extends Sent {
  kind: "suggestion";
  suggestion: SuggestionView;
}

/** The headline that open suggestions of a post are about was replaced. */
export interface OutdatedMessage extends Sent {
  kind: "outdated";
  post_id: number;
  stamp: number;
}

/** How many notices of this member are unread: a notice came, or they were read. */
export interface NoticeMessage extends Sent {
  kind: "notice";
  unread: number;
}

/** The same, counted when a page was opened. To this browser alone. */
export interface UnreadMessage extends Sent {
  kind: "unread";
  unread: number;
}

/** What became of this person's press on a post. To this browser alone. */
export interface MineMessage extends Sent {
  kind: "mine";
  id: number;
  voted?: boolean;
  votes?: number;
  saved?: boolean;
}

/** Somebody is editing what `place` names, or no longer. */
export interface PresenceMessage extends Sent {
  kind: "presence";
  place: string;
  name: string;
  here: boolean;
}

/** One more recent change: as much of it as the list is filtered by. `subwiki_id` is 0 for any. */
export interface ChangeMessage extends Sent {
  kind: "change";
  what: string;
  subwiki_id: number;
  standing: string;
  thing: string;
  number: number;
}

/** A revision was erased: `thing` is `post/1`, `comment/1` or `subwiki/1`. */
export interface ErasedMessage extends Sent {
  kind: "erased";
  thing: string;
}

/** The moderation queue of a subwiki changed. */
export interface QueueMessage extends Sent {
  kind: "queue";
  subwiki_id: number;
}

/** The waiting list moved. */
export interface WaitingMessage extends Sent {
  kind: "waiting";
}

/** This member was admitted. */
export interface LetInMessage extends Sent {
  kind: "let_in";
}

/** The ledger or the expenses changed. */
export interface BooksMessage extends Sent {
  kind: "books";
}

/** A donation has another status. */
export interface DonationMessage extends Sent {
  kind: "donation";
  id: number;
  state: string;
}

/** This member's choices have a new version. */
export interface ChoicesMessage extends Sent {
  kind: "choices";
  version: number;
}

export type Message =
  | PostMessage
  | NewMessage
  | CommentMessage
  | SuggestionMessage
  | OutdatedMessage
  | NoticeMessage
  | UnreadMessage
  | MineMessage
  | PresenceMessage
  | ChangeMessage
  | ErasedMessage
  | QueueMessage
  | WaitingMessage
  | LetInMessage
  | BooksMessage
  | DonationMessage
  | ChoicesMessage;
