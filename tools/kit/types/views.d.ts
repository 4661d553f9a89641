// What the server hands to the browser's scripts, as far as they read it (the views of the domains, and the vars of the states).
import type { CommentFields, SuggestionFields } from "./messages";

/** A post as one person sees it (`PostView`). Times are milliseconds since 1970; 0 means never. */
export interface PostView {
  id: number;
  kind: string;
  stamp: number;
  revision: number;
  headline: string;
  excerpt: string;
  html: string;
  published: number;
  votes: number;
  comments: number;
  subwiki_id: number;
  subwiki_name: string;
  author: string;
  tags: string[];
  language: string;
  sensitive: boolean;
  cover: string;
  covered: boolean;
  hidden: boolean;
  why: string;
  why_about: string;
  voted: boolean;
  saved: boolean;
  own: boolean;
  may_moderate: boolean;
  corrected: boolean;
  corrected_at: number;
  corrected_by: string;
  corrected_reason: string;
  corrected_source: string;
  first_headline: string;
  own_error: boolean;
  early_votes: number;
  suggestions: number;
  agreed_headline: string;
  protection: string;
  protected_until: number;
  disputed: boolean;
  votes_one: number;
  votes_other: number;
}

/** What the rule of choices looks at in a post (`Facts`). */
export interface PostFacts {
  author: string;
  said: string;
  domain: string;
  tags: string[];
  language: string;
  sensitive: boolean;
}

/** What one person chose not to see (`Rule`), as it is sent. */
export interface FilterRule {
  me: string;
  words: string[];
  sources: string[];
  people: string[];
  tags: string[];
  languages: string[];
  sensitive: string;
}

/** One page of a feed (`FeedPagePatch`), and which new posts belong into the feed. */
export interface FeedPagePatch {
  key: string;
  part: "first" | "older" | "newer" | "again";
  scope: string;
  subwikis: number[];
  people: string[];
  tags: string[];
  /** Empty when nothing is filtered. */
  rule: Partial<FilterRule>;
  posts: PostView[];
  newest: string;
  older: string;
  hidden: number;
}

/** A comment as one person sees it (`CommentView`). */
export type CommentView = CommentFields;

/** Comments of a post whose ids follow `since`; those after `after` were not read, 0 for none (`ThreadPage`). */
export interface ThreadPage {
  comments: CommentView[];
  since: number;
  after: number;
}

/** What this person may do with any comment under a post. */
export interface CommentRights {
  may_reply?: boolean;
  may_flag?: boolean;
  may_moderate?: boolean;
}

export type { DiffPiece } from "./messages";

/** A suggested headline (`SuggestionView`). */
export type SuggestionView = SuggestionFields;

/** The suggestions under a post (`SuggestionsView`). */
export interface SuggestionsView {
  post_id: number;
  stamp: number;
  suggestions: SuggestionView[];
}

/** By which channels a kind of notice comes. */
export interface Channels {
  site: boolean;
  mail: boolean;
}

/** What somebody chose about what they are shown (`Choices`). */
export interface Choices {
  subwikis: string[];
  people: string[];
  tags: string[];
  hide: { words: string[]; sources: string[]; people: string[]; tags: string[] };
  languages: string[];
  sensitive: string;
  notices: Record<string, Channels>;
  defaults: number;
}

/** What one choice does to today's newest posts (`ChoiceEffect`). */
export interface ChoiceEffect {
  part: string;
  value: string;
  count: number;
  headlines: string[];
}

/** Something that may be chosen, and how many of today's posts it is about (`OfferView`). */
export interface Offer {
  value: string;
  count: number;
}

/** A way to see less like one post (`LessOffer`). */
export interface LessOffer {
  kind: string;
  value: string;
  count: number;
  about: string;
  done: boolean;
}

/** Why a post stands in the home feed, and how to see less like it (`LessView`). */
export interface LessView {
  post_id: number;
  of: number;
  offers: LessOffer[];
  words: LessOffer[];
}

/** A text of the catalogue: its key and what fills it. */
export interface TextMessage {
  key: string;
  params?: Record<string, unknown>;
}

/** What a form starts with (`Fill`). */
export interface Fill {
  place: string;
  values: Record<string, string>;
  force: boolean;
  turn: number;
  proposed: string[];
}

/** What happened on one day (`DayFigure`). */
export interface DayFigure {
  day: string;
  count: number;
}

/** A month of the ledger in one currency (`BookMonth`). */
export interface LedgerMonth {
  month: string;
  at: number;
  once: number;
  monthly: number;
  yearly: number;
  spent: number;
}

/** A month of moderation (`MonthFigures`). */
export interface ModerationMonth {
  month: string;
  at: number;
  flagged: number;
  by_hand: number;
  automatic: number;
  overturned: number;
}

/** The suggested amounts of a currency, in its smallest unit; `places` are its decimals. */
export interface AmountOffer {
  places: number;
  once: number[];
  monthly: number[];
  yearly: number[];
}
