// How the pages of a feed are put together. The server reads one page at a time; the browser keeps the whole list.

/** @import { FeedPagePatch, PostView } from "../../../tools/kit/types/views" */

/**
 * A feed on the screen. `held` are new posts that wait for a press; `newest` and `older` are the cursors at its ends.
 * @typedef {Readonly<{ posts: readonly PostView[], held: readonly PostView[], newest: string, older: string, hidden: number }>} Feed
 */

/**
 * @param {FeedPagePatch} page
 * @returns {Feed}
 */
const startFeed = ({ posts, newest, older, hidden = 0 }) => ({ posts, held: [], newest, older, hidden });

/**
 * Both lists without repetition. Each is in the server's order, so nothing has to be sorted.
 * @param {readonly PostView[]} first
 * @param {readonly PostView[]} second
 */
const union = (first, second) => [...new Map([...first, ...second].map((post) => [post.id, post])).values()];

/**
 * The feed with its beginning as it is now. Where the page overlaps, what was hidden meanwhile is gone and what is back stands in its
 * place. What is above waits for a press, so that nothing jumps.
 * @param {Feed} feed
 * @param {FeedPagePatch} page
 * @returns {Feed}
 */
const refresh = (feed, page) => {
  const known = new Set(feed.posts.map((post) => post.id));
  const top = page.posts.findIndex((post) => known.has(post.id));
  const last = page.posts.at(-1);
  const below = feed.posts.findIndex((post) => post.id === last?.id) + 1;
  return { ...feed, held: page.posts.slice(0, top), posts: union(page.posts.slice(top), feed.posts.slice(below)) };
};

/**
 * The feed with one more page of it.
 * @param {Feed | undefined} feed
 * @param {FeedPagePatch} page
 * @returns {Feed}
 */
export const mergePage = (feed, page) => {
  if (!feed?.posts.length || page.part === "again") return startFeed(page);
  const hidden = feed.hidden + (page.hidden ?? 0);
  if (page.part === "older") return { ...feed, posts: union(feed.posts, page.posts), older: page.older, hidden };
  if (page.part === "newer") {
    // More came than one page holds: there is a gap below it, so the list begins anew and goes on from there.
    if (page.older) return startFeed(page);
    return { ...feed, posts: union(page.posts, feed.posts), held: [], newest: page.newest || feed.newest, hidden };
  }
  const overlaps = feed.posts.some((post) => post.id === page.posts.at(-1)?.id);
  return overlaps ? refresh(feed, page) : startFeed(page);
};
