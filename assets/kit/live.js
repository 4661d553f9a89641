// What is public and live. Messages from the bus patch the posts and comments on the screen by id and stamp,
// and are kept for a while, so that a list that was read before a message but arrives after it is patched too.
import { useContext, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { StateStoreContext } from "$/utils/context-registry";
import { find, useUse } from "./back.js";
import { hides } from "./hiding.js";
import { joined, learned, since } from "./stretches.js";

const KEPT = 1000;
const DEEPEST = 6; // limits.COMMENT_DEPTH
const FOLDED = 3; // phones fold away what is deeper
const READING = 20000; // reading a page takes less than so many milliseconds
const patches = new Map(); // post id → what the bus said of it: field → [stamp, value]
const presses = new Map(); // post id → what this person pressed and the server has not answered yet
const hints = new Map(); // post id → that it was published
const comments = new Map(); // comment id → the newest of it
const feeds = new Map(); // feed key → {posts, held, newest, older}
const counted = {}; // kind → how often
let unread = 0;
let version = 0;
const listeners = new Set();

const changed = () => {
  version += 1;
  listeners.forEach((listener) => listener());
};
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useVersion = () => useSyncExternalStore(subscribe, () => version, () => 0);

const keep = (map, id, value) => {
  map.delete(id);
  map.set(id, value);
  if (map.size > KEPT) map.delete(map.keys().next().value);
};

const hear = {
  post: ({ kind, id, stamp, turn, ...patch }) => {
    keep(patches, id, learned(patches.get(id), stamp, patch));
    const press = presses.get(id);
    if (press && patch.votes !== undefined) delete press.votes;
    // Nobody is told of a new post that they would not find.
    if (patch.hidden) hints.delete(id);
  },
  new: (hint) => keep(hints, hint.id, hint),
  comment: ({ comment }) => {
    keep(comments, comment.id, { ...comment, at_hand: Date.now() });
  },
  notice: (message) => {
    unread = message.unread;
  },
  // The same, counted when a page was opened: after a break it knows better than what was said before.
  unread: (message) => {
    unread = message.unread;
  },
  // The server's word on what this person pressed: it stands until the next press.
  mine: ({ kind, id, turn, ...mine }) => {
    const { votes, ...kept } = presses.get(id) ?? {};
    presses.set(id, { ...kept, ...mine });
  },
};

/** Have `act` told every message of a kind that a page of its own cares about. */
export const hearing = (kind, act) => {
  hear[kind] = act;
};

const spoken = {}; // which of the two words was heard last, whatever page listened then

/** Listens to the bus on behalf of the whole page; rendered once, by the layout. */
export const Live = ({ state, field, mine }) => {
  const store = useContext(StateStoreContext);
  useEffect(() => {
    const listen = () => {
      const said = store.getSnapshot(state);
      const fresh = [field, mine].filter((name) => said[name]?.kind && said[name] !== spoken[name]);
      fresh.forEach((name) => {
        const message = (spoken[name] = said[name]);
        counted[message.kind] = (counted[message.kind] ?? 0) + 1;
        hear[message.kind]?.(message);
      });
      if (fresh.length) changed();
    };
    // What was said before anybody listened comes first, not together with the next word.
    listen();
    return store.subscribe(state, listen);
  }, [store, state, field, mine]);
  return null;
};

const patched = new WeakMap();
const lively = (post) => {
  const patch = patches.get(post.id);
  const press = presses.get(post.id);
  const seen = patched.get(post);
  if (seen && seen.patch === patch && seen.press === press && seen.votes === press?.votes) return seen.result;
  let result = since(post, patch);
  // What was marked just now folds for everybody but its author; who wants to see such posts finds it open at the next look.
  if (result.sensitive !== post.sensitive) result = { ...result, covered: result.sensitive && !post.own };
  if (press) result = { ...result, ...press };
  patched.set(post, { patch, press, votes: press?.votes, result });
  return result;
};

const gone = (post) => post.hidden && !post.own && !post.may_moderate;
const taken = new WeakSet();

const take = (page) => {
  if (!page?.key) return;
  const feed = feeds.get(page.key);
  // Who comes back to a feed gets the stretch that was read last at once: the server does not send it twice.
  if (taken.has(page) && (feed || page.part !== "first")) return;
  taken.add(page);
  feeds.set(page.key, joined(feed, page));
};

const belongs = (hint, page) =>
  page.scope === "all" || page.scope === `author:${hint.author}` ||
  (page.subwikis ?? []).includes(hint.subwiki_id) || (page.people ?? []).includes(hint.author) ||
  hint.tags?.some((tag) => page.tags?.includes(tag));

// A server that was restarted knows nothing for a moment: what was read before stays until it was read again.
export const useLast = (value, id) => {
  const last = useRef({});
  if (value) last.current = { id, value };
  return value ?? (last.current.id === id ? last.current.value : null);
};

/** A feed on the screen: `posts`, how many `fresh` ones wait, and the cursors `newest` and `older`. */
export const useFeed = (read) => {
  const seen = useVersion();
  const { pathname, key: entry } = useLocation();
  const page = useLast(read?.key ? read : null, pathname);
  useUse(feeds, page?.key, entry);
  return useMemo(() => {
    const was = page && !feeds.has(page.key) && find(entry, page.key);
    if (was) feeds.set(page.key, was.feed);
    take(page);
    const feed = feeds.get(page?.key);
    if (!feed) return { ready: false, posts: [], fresh: 0, hidden: 0, newest: "", older: "" };
    const known = new Set(feed.posts.map((post) => post.id));
    const waiting = new Set(feed.held.map((post) => post.id));
    const newest = feed.posts[0]?.published ?? 0;
    for (const hint of hints.values())
      if (!known.has(hint.id) && hint.published >= newest && belongs(hint, page) && !hides(page.rule, hint)) waiting.add(hint.id);
    return {
      ready: true,
      posts: feed.posts.map(lively).filter((post) => !gone(post)),
      fresh: waiting.size,
      hidden: feed.hidden,
      newest: feed.newest,
      older: feed.older,
    };
  }, [page, seen]);
};

/** The post of the address, with what was said of it since; null until it was read, whatever was read for another. */
export const usePost = (post) => {
  useVersion();
  const id = Number(useLocation().pathname.split("/")[2]);
  const last = useLast(post?.id === id ? post : null, id);
  return last && lively(last);
};

const place = (list, comment) => {
  const parent = list.findIndex((other) => other.id === comment.parent_id);
  const depth = parent < 0 ? 0 : Math.min(list[parent].depth + 1, DEEPEST);
  let at = parent < 0 ? list.length : parent + 1;
  while (at < list.length && list[at].depth >= depth && list[at].depth > list[parent].depth) at += 1;
  return [...list.slice(0, at), comment.depth === depth ? comment : { ...comment, depth }, ...list.slice(at)];
};

// A message says what everybody may see; what this person may do follows from their rights under this post.
const own = (comment, me, rights) => {
  const mine = comment.author === me;
  const may = (what) => Boolean(rights?.[what]) && !comment.hidden;
  return {
    own: mine,
    may_reply: may("may_reply"),
    may_edit: may("may_reply") && mine && !comment.erased,
    may_flag: may("may_flag") && !mine,
    may_moderate: Boolean(rights?.may_moderate) && !mine,
  };
};

const opened = new Set(); // comments whose deep answers were asked for
/** Show the deep answers under a comment, which phones fold away. */
export const openThread = (id) => {
  opened.add(id);
  changed();
};

const dressed = new WeakMap();
const dress = (comment, more, deep) => {
  if (!more && !deep) return comment;
  const before = dressed.get(comment);
  if (before?.more === more && before.deep === deep) return before;
  const result = { ...comment, more, deep };
  dressed.set(comment, result);
  return result;
};

// What stands deeper than FOLDED belongs to the comment above it that says how many there are.
const folded = (list) => {
  const more = new Map();
  let top = 0;
  const tops = list.map(({ id, depth }) => {
    if (depth <= FOLDED) top = id;
    else more.set(top, (more.get(top) ?? 0) + 1);
    return depth > FOLDED ? top : 0;
  });
  return list.map((comment, at) => dress(comment, opened.has(comment.id) ? 0 : (more.get(comment.id) ?? 0), tops[at] > 0 && !opened.has(tops[at])));
};

const heard = new WeakMap();
const renewed = (comment, me, rights) => {
  const newer = comments.get(comment.id);
  if (!newer || newer.revision < comment.revision) return comment;
  if (newer.revision === comment.revision && newer.hidden === comment.hidden && newer.erased === comment.erased) return comment;
  const before = heard.get(comment);
  if (before?.newer === newer) return before.result;
  const { html, hidden, erased, revision, edited } = newer;
  const result = { ...comment, html, hidden, erased, revision, edited, ...own({ ...comment, hidden, erased }, me, rights) };
  heard.set(comment, { newer, result });
  return result;
};

const seenLists = new WeakSet();
const fresh = (comment, me, rights) => {
  const before = heard.get(comment);
  if (before?.rights === rights && before.me === me) return before.result;
  const result = { ...comment, ...own(comment, me, rights), fresh: true };
  heard.set(comment, { me, rights, result });
  return result;
};

/** The comments of a post in thread order; live ones are put in their place with this person's rights. */
export const useComments = (read, postId, me, rights) => {
  const seen = useVersion();
  const loaded = useLast(read, postId);
  return useMemo(() => {
    if (loaded && !seenLists.has(loaded)) {
      seenLists.add(loaded);
      // A list that was just read knows better than what was said long before it was asked for.
      const since = Date.now() - READING;
      for (const { id } of loaded) if (comments.get(id)?.at_hand < since) comments.delete(id);
    }
    let list = (loaded ?? []).map((comment) => renewed(comment, me, rights));
    const known = new Set(list.map((comment) => comment.id));
    for (const comment of comments.values())
      if (comment.post_id === postId && !known.has(comment.id)) list = place(list, fresh(comment, me, rights));
    return folded(list);
  }, [loaded, postId, me, rights, seen]);
};

/** How many unread notices: what the server said last. */
export const useUnread = () => {
  useVersion();
  return unread;
};

/** Count a vote in the same frame; the server's answer or the bus puts it right. */
export const pressVote = (post) => {
  keep(presses, post.id, { ...presses.get(post.id), voted: !post.voted, votes: post.votes + (post.voted ? -1 : 1) });
  changed();
};

/** Mark as saved in the same frame. */
export const pressSave = (post) => {
  keep(presses, post.id, { ...presses.get(post.id), saved: !post.saved });
  changed();
};

/** How many messages of a kind came since `loaded` was loaded. */
export const useHeard = (kind, loaded) => {
  useVersion();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- counted from each loading
  const before = useMemo(() => counted[kind] ?? 0, [kind, loaded]);
  return (counted[kind] ?? 0) - before;
};
