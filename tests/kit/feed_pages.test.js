// A feed read in pages and a post that changes meanwhile, as the browser puts them together.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mergePage } from "../../assets/kit/live/feed_pages.js";
import { mergePatch, patchPost } from "../../assets/kit/live/patches.js";

const page = (numbers, { part = "first", older = "" } = {}) => ({
  part,
  posts: numbers.map((id) => ({ id })),
  newest: `n${numbers[0]}`,
  older,
});
const feedOf = (...pages) => pages.reduce((feed, next) => mergePage(feed, next), undefined);
const ids = (posts) => posts.map((post) => post.id);

const postAfter = (stamp, ...messages) => {
  const known = messages.reduce((before, [at, fields]) => mergePatch(before, at, fields), {});
  return patchPost({ stamp, headline: "as read", votes: 0 }, known);
};

test("messages that overtake each other lose nothing", () => {
  let post = postAfter(4, [6, { votes: 1 }], [5, { headline: "corrected" }]);
  assert.deepEqual([post.headline, post.votes], ["corrected", 1]);
  post = postAfter(4, [5, { headline: "first" }], [7, { votes: 1 }], [6, { headline: "second" }]);
  assert.deepEqual([post.headline, post.votes], ["second", 1]);
});

test("what was read later than a message stays", () => {
  // The message of the second correction (6) was missed, the list was read again after it, and then a vote came.
  const post = postAfter(6, [5, { headline: "first correction" }], [7, { votes: 1 }]);
  assert.deepEqual([post.headline, post.votes], ["as read", 1]);
});

test("older and newer pages keep the order of the server", () => {
  // Saved posts, say, whose order is not that of their numbers.
  const feed = feedOf(page([3, 9], { older: "o" }), page([7, 1], { part: "older" }), page([8, 2], { part: "newer" }));
  assert.deepEqual([ids(feed.posts), feed.newest, feed.older], [[8, 2, 3, 9, 7, 1], "n8", ""]);
});

test("after a break new posts wait and hidden ones are gone", () => {
  const feed = feedOf(page([9, 8, 7], { older: "o7" }), page([6, 5], { part: "older" }), page([11, 10, 9, 7]));
  assert.deepEqual([ids(feed.posts), ids(feed.held), feed.newest], [[9, 7, 6, 5], [11, 10], "n9"]);
});

test("after a break what was shown again stands in its place", () => {
  const feed = feedOf(page([9, 7]), page([9, 8, 7]));
  assert.deepEqual([ids(feed.posts), feed.held], [[9, 8, 7], []]);
});

test("after a break without an overlap the list begins anew", () => {
  const feed = feedOf(page([3, 2]), page([40, 39], { older: "o39" }));
  assert.deepEqual([ids(feed.posts), feed.older], [[40, 39], "o39"]);
});

test("more new posts than a page holds leave no gap", () => {
  const feed = feedOf(page([3, 2]), page([90, 89], { part: "newer", older: "o89" }));
  assert.deepEqual([ids(feed.posts), feed.older], [[90, 89], "o89"]);
});

test("showing what is new leaves nothing waiting", () => {
  const feed = feedOf(page([9, 7]), page([10, 9, 7]), page([10], { part: "newer" }));
  assert.deepEqual([ids(feed.posts), feed.held, feed.newest], [[10, 9, 7], [], "n10"]);
});
