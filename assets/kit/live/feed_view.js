// What a feed and a post look like now: as they were read, with what was said and pressed since. Pure, for live.js and tests.
import { isFiltered } from "./filtering.js";
import { patchPost } from "./patches.js";
import { rememberLast } from "./remember.js";

/** @import { NewPost } from "../../../tools/kit/types/messages" */
/** @import { FeedPagePatch, PostView } from "../../../tools/kit/types/views" */
/** @import { Patch } from "./patches.js" */
/** @import { LiveState, Press } from "./store.js" */

const showPost = rememberLast(
  /** @type {(post: PostView, patch: Patch | undefined, press: Press | undefined) => PostView} */
  (post, patch, press) => {
    let result = patchPost(post, patch);
    // What was marked just now folds for everybody but its author; who wants to see such posts finds it open at the next look.
    if (result.sensitive !== post.sensitive) result = { ...result, covered: result.sensitive && !post.own };
    return press ? { ...result, ...press } : result;
  },
);

/**
 * A post as it is now.
 * @param {Pick<LiveState, "patches" | "presses">} state
 * @param {PostView} post
 */
export const viewPost = ({ patches, presses }, post) => showPost(post, patches.get(post.id), presses.get(post.id));

/** @param {PostView} post */
const isGone = (post) => post.hidden && !post.own && !post.may_moderate;

/**
 * Whether a new post belongs into the feed.
 * @param {NewPost} hint
 * @param {FeedPagePatch} page
 */
const belongs = (hint, page) =>
  page.scope === "all" ||
  page.scope === `author:${hint.author}` ||
  (page.subwikis ?? []).includes(hint.subwiki_id) ||
  (page.people ?? []).includes(hint.author) ||
  hint.tags?.some((tag) => page.tags?.includes(tag));

/**
 * Whether a post was moved, since it was read, to a subwiki that this feed does not show.
 * @param {Pick<LiveState, "patches">} state
 * @param {FeedPagePatch} page
 * @param {PostView} post
 */
const isElsewhere = ({ patches }, page, post) => {
  const [stamp = 0, place] = patches.get(post.id)?.subwiki_id ?? [];
  if (stamp <= post.stamp) return false;
  const { id, author, tags } = post;
  return !belongs(/** @type {NewPost} */ ({ id, author, tags, subwiki_id: place }), page);
};

/**
 * The feed of a page as it is now: whether it is `ready`, its `posts`, how many `fresh` ones wait and their `authors`, how many its reader's choices left
 * out (`hidden`), and the cursors at its ends.
 * @param {Pick<LiveState, "feeds" | "hints" | "patches" | "presses">} state
 * @param {FeedPagePatch | null} page
 */
export const viewFeed = (state, page) => {
  const feed = page && state.feeds.get(page.key);
  if (!feed) return { ready: false, posts: [], fresh: 0, authors: [], hidden: 0, newest: "", older: "" };
  const known = new Set(feed.posts.map((post) => post.id));
  const waiting = new Set(feed.held.map((post) => post.id));
  const newest = feed.posts[0]?.published ?? 0;
  for (const hint of state.hints.values()) {
    // Nobody is told of a new post that they would not find.
    const hidden = state.patches.get(hint.id)?.hidden?.[1];
    const moved = /** @type {number | undefined} */ (state.patches.get(hint.id)?.subwiki_id?.[1]);
    const here = belongs({ ...hint, subwiki_id: moved ?? hint.subwiki_id }, page);
    if (!hidden && !known.has(hint.id) && hint.published >= newest && here && !isFiltered(page.rule, hint)) waiting.add(hint.id);
  }
  const authors = [...waiting].map((id) => state.hints.get(id)?.author ?? feed.held.find((post) => post.id === id)?.author ?? "");
  return {
    ready: true,
    posts: feed.posts.map((post) => viewPost(state, post)).filter((post) => !isGone(post) && !isElsewhere(state, page, post)),
    fresh: waiting.size,
    authors,
    hidden: feed.hidden,
    newest: feed.newest,
    older: feed.older,
  };
};
