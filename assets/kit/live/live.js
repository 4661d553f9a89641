// What is public and live. The one live state of the page (store.js): messages come into it here, and components follow it from here.
import { useContext, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { StateStoreContext } from "$/utils/context-registry";
import { externalValue } from "../values.js";
import { findScroll, useScrollRestore } from "../lists/scroll_restore.js";
import { countConnections } from "./line.js";
import { viewFeed, viewPost } from "./feed_view.js";
import * as store from "./store.js";

/** @import { Message } from "../../../tools/kit/types/messages" */
/** @import { FeedPagePatch, PostView } from "../../../tools/kit/types/views" */
/** @import { LiveState } from "./store.js" */

const live = externalValue(store.EMPTY);

/** @type {Set<(message: Message, at: number) => void>} */
const receivers = new Set();

/**
 * Have `receive(message, at)` told every message, too, for what only some pages need; `at` is the time it came.
 * @param {(message: Message, at: number) => void} receive
 */
export const onMessage = (receive) => receivers.add(receive);

/**
 * Change the live state. Never while rendering.
 * @param {(state: LiveState) => LiveState} change
 */
const updateLive = (change) => live.set(change(live.get()));

/** The live state, followed. */
const useLiveState = () => useSyncExternalStore(live.subscribe, live.get, live.first);

/** @type {Record<string, unknown>} */
const heard = {}; // field of the state → the turn of the message in it that was received last, whatever page listened then

/**
 * Listens to the bus on behalf of the whole page; rendered once, by the layout. The fields `field` and `mine` of the state `state` hold
 * the newest message to all and to this person.
 * @param {{ state: string, field: string, mine: string }} props
 */
export const Live = ({ state, field, mine }) => {
  const states = useContext(StateStoreContext);
  useEffect(() => {
    const listen = () => {
      const said = /** @type {Record<string, Message>} */ (states.getSnapshot(state));
      for (const name of [field, mine]) {
        const message = said[name];
        // After a break the server sends once more what it said last.
        if (!message?.kind || message.turn === heard[name]) continue;
        heard[name] = message.turn;
        for (const one of store.messagesOf(message)) {
          updateLive((before) => store.receive(before, one));
          receivers.forEach((receive) => receive(one, Date.now()));
        }
      }
    };
    // What was said before anybody listened comes first, not together with the next word.
    listen();
    return states.subscribe(state, listen);
  }, [states, state, field, mine]);
  return null;
};

/**
 * `value`, or the last one for the same `id` while there is none. A server that was restarted knows nothing for a moment: what was read
 * before stays until it was read again.
 * @template V
 * @param {V | null | undefined} value
 * @param {unknown} id
 * @returns {V | null}
 */
export const useLastRead = (value, id) => {
  const [last, setLast] = useState({ id, value });
  if (value && (last.value !== value || last.id !== id)) setLast({ id, value });
  return value ?? (last.id === id ? (last.value ?? null) : null);
};

/** @param {string} key */
const giveUpFeed = (key) => {
  const feed = live.get().feeds.get(key);
  updateLive((state) => store.dropFeed(state, key));
  return feed;
};

/** @type {Map<string, Readonly<{ entry: string, connection: number }>>} */
const begun = new Map(); // feed key → the entry of the history for which it was begun, and the connection that the page had then

/**
 * A page of a feed came for an entry of the history. Whoever comes to the feed finds what is new on top; whoever was there when the line
 * broke, or is back, finds what was there in its place, and what is new above it, behind a press.
 * @param {FeedPagePatch} page
 * @param {string} entry
 * @param {boolean} moved within the page: what is on the screen stays
 */
const takePage = (page, entry, moved) => {
  const left = findScroll(entry, page.key);
  const was = begun.get(page.key);
  const isFirst = was?.entry !== entry;
  const stays = Boolean(left) || moved;
  const connection = isFirst ? (stays ? 0 : countConnections()) : was.connection;
  begun.set(page.key, { entry, connection });
  const anew = !stays && connection === countConnections();
  updateLive((state) => {
    // The server does not send what it sent last: it is begun from that, too.
    if (anew && isFirst) return store.readFeed(store.dropFeed(state, page.key), page);
    return store.readFeed(left ? store.restoreFeed(state, page.key, left.feed) : state, page, anew);
  });
};

/**
 * A feed on the screen: `posts`, how many `fresh` ones wait, and the cursors `newest` and `older`. `read` is its page that was read last.
 * @param {FeedPagePatch | null | undefined} read
 */
export const useFeed = (read) => {
  const { feeds, hints, patches, presses } = useLiveState();
  const { pathname, hash, key: entry } = useLocation();
  const page = useLastRead(read?.key ? read : null, pathname);
  useScrollRestore(page?.key, entry, giveUpFeed);
  useLayoutEffect(() => {
    if (!page) return;
    takePage(page, entry, Boolean(hash));
  }, [page, entry, hash]);
  return useMemo(() => viewFeed({ feeds, hints, patches, presses }, page), [feeds, hints, patches, presses, page]);
};

/**
 * The post of the address, with what was said of it since; null until it was read, whatever was read for another.
 * @param {PostView | null | undefined} post
 */
export const usePost = (post) => {
  const state = useLiveState();
  const id = Number(useLocation().pathname.split("/")[2]);
  const last = useLastRead(post?.id === id ? post : null, id);
  return last && viewPost(state, last);
};

/** How many unread notices: what the server said last. */
export const useUnread = () => useLiveState().unread;

/**
 * Count a vote in the same frame; the server's answer or the bus puts it right.
 * @param {PostView} post
 */
export const pressVote = (post) => updateLive((state) => store.pressVote(state, post));

/**
 * Mark as saved in the same frame.
 * @param {PostView} post
 */
export const pressSave = (post) => updateLive((state) => store.pressSave(state, post));

/**
 * How many messages of a kind came since `loaded` was loaded.
 * @param {Message["kind"]} kind
 * @param {unknown} loaded
 */
export const useMessageCount = (kind, loaded) => {
  const count = useLiveState().counts[kind] ?? 0;
  const [since, setSince] = useState({ kind, loaded, count });
  if (since.kind === kind && since.loaded === loaded) return count - since.count;
  setSince({ kind, loaded, count });
  return 0;
};
