// The live store as a value: what messages and lists have told this browser of posts and feeds. Every function here is pure,
// (state, …) → state, and knows neither React nor the page; live.js holds the one state of the page. Messages may come twice, in any
// order, or not at all. What few pages need has reducers of its own: threads.js (comments), suggestion_list.js, change_count.js, editors.js.
import { mergePage } from "./feed_pages.js";
import { withEntry } from "./maps.js";
import { mergePatch } from "./patches.js";

/** @import { Message, PressAnswer, NewPost, PostPatch } from "../../../tools/kit/types/messages" */
/** @import { FeedPagePatch, PostView } from "../../../tools/kit/types/views" */
/** @import { Feed } from "./feed_pages.js" */
/** @import { Patch } from "./patches.js" */

const LISTS = 20; // lists of which it is known that they were read

/**
 * What this person pressed and the server has not answered yet, or what it answered.
 * @typedef {Readonly<Partial<Pick<PostView, "voted" | "votes" | "saved">>>} Press
 */
/**
 * @typedef {Readonly<{
 *   patches: ReadonlyMap<number, Patch>,
 *   presses: ReadonlyMap<number, Press>,
 *   hints: ReadonlyMap<number, NewPost>,
 *   feeds: ReadonlyMap<string, Feed>,
 *   feedPages: ReadonlyMap<string, FeedPagePatch>,
 *   counts: Readonly<Record<string, number>>,
 *   unread: number,
 *   unreadTurn: number,
 * }>} LiveState
 * Maps by post: `patches`, `presses`, `hints` (new posts). By feed: `feeds`, `feedPages` (the page read last). `counts`: messages of each
 * kind. `unreadTurn`: the turn of the bus's last word on `unread`.
 */

/** @type {LiveState} */
export const EMPTY = {
  patches: new Map(),
  presses: new Map(),
  hints: new Map(),
  feeds: new Map(),
  feedPages: new Map(),
  counts: {},
  unread: 0,
  unreadTurn: 0,
};

/**
 * @param {LiveState} state
 * @param {PostPatch} message
 * @returns {LiveState}
 */
const receivePost = (state, { kind, id, stamp, turn, ...fields }) => {
  const patches = withEntry(state.patches, id, mergePatch(state.patches.get(id), stamp, fields));
  const { votes, ...press } = state.presses.get(id) ?? {};
  // The bus knows the votes better than this browser, which counted its own press in advance.
  const settled = votes !== undefined && fields.votes !== undefined;
  return { ...state, patches, presses: settled ? withEntry(state.presses, id, press) : state.presses };
};

/**
 * The server's word on what this person pressed: it stands until the next press.
 * @param {LiveState} state
 * @param {PressAnswer} message
 * @returns {LiveState}
 */
const receiveMine = (state, { kind, id, turn, ...mine }) => {
  const { votes, ...press } = state.presses.get(id) ?? {};
  return { ...state, presses: withEntry(state.presses, id, { ...press, ...mine }) };
};

/**
 * @param {LiveState} state
 * @param {Message} message
 * @returns {LiveState}
 */
const receiveByKind = (state, message) => {
  switch (message.kind) {
    case "post":
      return receivePost(state, message);
    case "new":
      return { ...state, hints: withEntry(state.hints, message.id, message) };
    case "notice":
      return { ...state, unread: message.unread, unreadTurn: message.turn ?? 0 };
    // It is counted when a page was opened: it knows better than what was said before, and not than what was said while it was counted.
    case "unread":
      return message.since < state.unreadTurn ? state : { ...state, unread: message.unread };
    case "mine":
      return receiveMine(state, message);
    default:
      return state; // other files care about it, or that it came is all there is to know
  }
};

/**
 * The messages in what came: what the bus said within a moment comes as one.
 * @param {Message} message
 * @returns {readonly Message[]}
 */
export const messagesOf = (message) => (message.kind === "several" ? message.messages : [message]);

/**
 * A message came.
 * @param {LiveState} state
 * @param {Message} message
 * @returns {LiveState}
 */
export const receive = (state, message) => {
  const next = receiveByKind(state, message);
  return { ...next, counts: { ...next.counts, [message.kind]: (next.counts[message.kind] ?? 0) + 1 } };
};

/**
 * A page of a feed was read. Who comes back to a feed gets the first page that was read last once more: the server does not send it twice.
 * A first page that begins `anew` takes the place of what was there.
 * @param {LiveState} state
 * @param {FeedPagePatch} page
 * @returns {LiveState}
 */
export const readFeed = (state, page, anew = false) => {
  const feed = state.feeds.get(page.key);
  if (state.feedPages.get(page.key) === page && (feed || page.part !== "first")) return state;
  return {
    ...state,
    feeds: withEntry(state.feeds, page.key, mergePage(anew && page.part === "first" ? undefined : feed, page)),
    feedPages: withEntry(state.feedPages, page.key, page, LISTS),
  };
};

/**
 * A feed stands as it was left; one that is on the screen already stays.
 * @param {LiveState} state
 * @param {string} key
 * @param {Feed} feed
 * @returns {LiveState}
 */
export const restoreFeed = (state, key, feed) => (state.feeds.has(key) ? state : { ...state, feeds: withEntry(state.feeds, key, feed) });

/**
 * Nothing on the screen shows this feed any more.
 * @param {LiveState} state
 * @param {string} key
 * @returns {LiveState}
 */
export const dropFeed = (state, key) => ({ ...state, feeds: new Map([...state.feeds].filter(([other]) => other !== key)) });

/**
 * A vote was pressed: it counts until the server's answer or the bus puts it right.
 * @param {LiveState} state
 * @param {Pick<PostView, "id" | "voted" | "votes">} post
 * @returns {LiveState}
 */
export const pressVote = (state, { id, voted, votes }) => {
  const press = { ...state.presses.get(id), voted: !voted, votes: votes + (voted ? -1 : 1) };
  return { ...state, presses: withEntry(state.presses, id, press) };
};

/**
 * A save was pressed.
 * @param {LiveState} state
 * @param {Pick<PostView, "id" | "saved">} post
 * @returns {LiveState}
 */
export const pressSave = (state, { id, saved }) => {
  const press = { ...state.presses.get(id), saved: !saved };
  return { ...state, presses: withEntry(state.presses, id, press) };
};
