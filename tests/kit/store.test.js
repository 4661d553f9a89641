// The live store, against recorded sequences of messages: twice, in any order, with gaps, and around lists that are read meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { viewFeed, viewPost } from "../../assets/kit/live/feed_view.js";
import * as store from "../../assets/kit/live/store.js";
import { orders, random, shuffled } from "./chance.js";

const POST = {
  id: 7,
  stamp: 4,
  headline: "as read",
  votes: 3,
  comments: 0,
  published: 100,
  hidden: false,
  sensitive: false,
  covered: false,
};
const FACTS = { author: "ben", said: " ice melts ", domain: "", tags: [], language: "", sensitive: false };

const postNow = (messages, post = POST) => viewPost(messages.reduce(store.receive, store.EMPTY), post);
const feedPage = (posts, more) => ({
  key: "all",
  part: "first",
  scope: "all",
  subwikis: [],
  people: [],
  tags: [],
  rule: {},
  posts,
  newest: `n${posts[0]?.id}`,
  older: "",
  hidden: 0,
  ...more,
});
const ids = (posts) => posts.map((post) => post.id);

// Recorded: a headline corrected twice, votes and comments that came between, a label, and a text.
const RECORDED = [
  { kind: "post", id: 7, stamp: 5, headline: "first correction", revision: 2, corrected: true, turn: 1 },
  { kind: "post", id: 7, stamp: 6, votes: 4, turn: 2 },
  { kind: "post", id: 7, stamp: 7, comments: 1, turn: 3 },
  { kind: "post", id: 7, stamp: 8, headline: "second correction", revision: 3, corrected: true, turn: 4 },
  { kind: "post", id: 7, stamp: 9, votes: 5, turn: 5 },
  { kind: "post", id: 7, stamp: 10, sensitive: true, language: "en", turn: 6 },
  { kind: "post", id: 7, stamp: 11, revision: 4, excerpt: "new text", turn: 7 },
];
const AFTER = {
  ...POST,
  headline: "second correction",
  revision: 4,
  corrected: true,
  votes: 5,
  comments: 1,
  sensitive: true,
  covered: true,
  language: "en",
  excerpt: "new text",
};

test("every order of the messages leads to the same post", () => {
  for (const messages of orders(RECORDED)) assert.deepEqual(postNow(messages), AFTER);
});

test("a message that comes twice counts once", () => {
  const chance = random(3);
  for (let run = 0; run < 200; run += 1) assert.deepEqual(postNow(shuffled(chance, [...RECORDED, ...RECORDED])), AFTER);
});

test("what comes as one is the same as one after the other", () => {
  const messages = [
    { kind: "post", id: 7, stamp: 5, votes: 4, turn: 1 },
    { kind: "post", id: 7, stamp: 6, votes: 5, turn: 2 },
  ];
  assert.deepEqual(store.messagesOf({ kind: "several", messages, turn: 3 }), messages);
  assert.deepEqual(store.messagesOf(messages[0]), [messages[0]]);
  assert.equal(postNow(store.messagesOf({ kind: "several", messages })).votes, 5);
});

test("what was missed is as it was read, and what came later is there", () => {
  const chance = random(5);
  for (let run = 0; run < 200; run += 1) {
    const messages = shuffled(chance, RECORDED).filter(() => chance() < 0.6);
    // Each field is the newest that came; the rest is as read.
    const expected = { ...POST };
    for (const { kind, id, stamp, turn, ...fields } of messages.toSorted((a, b) => a.stamp - b.stamp)) Object.assign(expected, fields);
    expected.covered = expected.sensitive;
    assert.deepEqual(postNow(messages), expected);
  }
});

test("a list that was read before a message and arrives after it is patched, too", () => {
  const chance = random(7);
  for (let cut = 0; cut <= RECORDED.length; cut += 1) {
    // Read when the first `cut` messages had been announced: it has all of them, whatever reached the browser by then.
    const stamp = RECORDED[cut - 1]?.stamp ?? POST.stamp;
    const read = { ...RECORDED.slice(0, cut).reduce((post, { kind, turn, ...fields }) => ({ ...post, ...fields }), POST), stamp };
    for (let run = 0; run < 50; run += 1) {
      const arrives = Math.floor(chance() * (RECORDED.length + 1));
      const messages = shuffled(chance, RECORDED);
      let state = messages.slice(0, arrives).reduce(store.receive, store.EMPTY);
      state = store.readFeed(state, feedPage([read]));
      state = messages.slice(arrives).reduce(store.receive, state);
      const [post] = viewFeed(state, state.feedPages.get("all")).posts;
      // A post that was marked before it was read comes covered from the server.
      assert.deepEqual({ ...post, stamp: POST.stamp, covered: post.sensitive }, AFTER);
    }
  }
});

test("no function changes the state that it is given", () => {
  const freeze = (value) => {
    if (value instanceof Map || value instanceof Set) {
      const refuse = () => assert.fail("a map of the state was changed");
      Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse });
    } else if (value && typeof value === "object") Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const steps = [
    ...RECORDED.map((message) => (state) => store.receive(state, message)),
    (state) => store.receive(state, { kind: "new", id: 8, stamp: 1, subwiki_id: 1, published: 101, headline: "", ...FACTS }),
    (state) => store.receive(state, { kind: "mine", id: 7, voted: true, votes: 6, turn: 1 }),
    (state) => store.receive(state, { kind: "unread", unread: 2, since: 0 }),
    (state) => store.receive(state, { kind: "erased", thing: "post/7" }),
    (state) => store.pressVote(state, POST),
    (state) => store.receive(state, { kind: "post", id: 7, stamp: 12, votes: 9 }),
    (state) => store.pressSave(state, POST),
    (state) => store.readFeed(state, feedPage([POST])),
    (state) => store.dropFeed(state, "all"),
    (state) => store.restoreFeed(state, "all", { posts: [POST], held: [], newest: "", older: "", hidden: 0 }),
  ];
  steps.reduce((state, step) => step(freeze(state)), store.EMPTY);
});

const hint = (id, more) => ({ kind: "new", id, stamp: 1, subwiki_id: 1, published: id, headline: "", ...FACTS, ...more });
const fresh = (state) => viewFeed(state, state.feedPages.get("all")).fresh;

test("new posts wait once each, in whatever order they come, and none that is read already", () => {
  const page = feedPage([{ ...POST, id: 10, published: 10 }]);
  for (const messages of orders([hint(11), hint(12), hint(10), hint(12), hint(9)])) {
    for (let arrives = 0; arrives <= messages.length; arrives += 1) {
      let state = messages.slice(0, arrives).reduce(store.receive, store.EMPTY);
      state = messages.slice(arrives).reduce(store.receive, store.readFeed(state, page));
      assert.equal(fresh(state), 2);
    }
  }
});

test("nobody is told of a new post that is hidden, in whatever order that is heard, nor of one that they filter", () => {
  const page = feedPage([{ ...POST, id: 10, published: 10 }], {
    rule: { me: "eva", words: ["flood"], sources: [], people: [], tags: [], languages: [], sensitive: "cover" },
  });
  const messages = [hint(11), { kind: "post", id: 11, stamp: 2, hidden: true }, hint(12, { said: " a flood " }), hint(13)];
  for (const order of orders(messages)) assert.equal(fresh(order.reduce(store.receive, store.readFeed(store.EMPTY, page))), 1);
});

test("only what belongs into a feed is counted as new", () => {
  const page = feedPage([{ ...POST, id: 10, published: 10 }], { scope: "", subwikis: [2], people: ["ana"], tags: ["ice"] });
  const messages = [
    hint(11),
    hint(12, { subwiki_id: 2 }),
    hint(13, { author: "ana" }),
    hint(14, { tags: ["snow", "ice"] }),
    hint(15, { tags: ["snow"] }),
  ];
  assert.equal(fresh(messages.reduce(store.receive, store.readFeed(store.EMPTY, page))), 3);
});

test("a vote counts at once, and the server or the bus puts it right, whichever comes first", () => {
  const pressed = store.pressVote(store.EMPTY, { ...POST, voted: false });
  assert.deepEqual([viewPost(pressed, POST).voted, viewPost(pressed, POST).votes], [true, 4]);
  const answer = { kind: "mine", id: 7, voted: true, votes: 9, turn: 1 };
  const bus = { kind: "post", id: 7, stamp: 5, votes: 9, turn: 1 };
  for (const messages of orders([answer, bus])) {
    const post = viewPost(messages.reduce(store.receive, pressed), POST);
    assert.deepEqual([post.voted, post.votes], [true, 9]);
  }
  const later = [answer, bus, { ...bus, stamp: 6, votes: 10 }].reduce(store.receive, pressed);
  assert.deepEqual([viewPost(later, POST).voted, viewPost(later, POST).votes], [true, 10]);
});

test("a refused press goes back to what the server says, and a save stays beside a vote", () => {
  const state = store.pressSave(store.pressVote(store.EMPTY, { ...POST, voted: false }), { ...POST, saved: false });
  const post = viewPost(store.receive(state, { kind: "mine", id: 7, voted: false, votes: 3, turn: 1 }), POST);
  assert.deepEqual([post.voted, post.votes, post.saved], [false, 3, true]);
});

test("a page that is read again and again is put in once", () => {
  const page = feedPage([{ ...POST, id: 3 }]);
  const state = store.readFeed(store.EMPTY, page);
  assert.equal(store.readFeed(state, page), state);
  const older = { ...page, part: "older", posts: [{ ...POST, id: 2 }] };
  const both = store.readFeed(state, older);
  assert.equal(store.readFeed(both, older), both);
  assert.deepEqual(ids(both.feeds.get("all").posts), [3, 2]);
});

test("who comes back to a feed gets the first page that was read last, and no later part of it alone", () => {
  const first = feedPage([{ ...POST, id: 3 }]);
  const gone = store.dropFeed(store.readFeed(store.EMPTY, first), "all");
  assert.deepEqual(ids(store.readFeed(gone, first).feeds.get("all").posts), [3]);
  const older = { ...first, part: "older", posts: [{ ...POST, id: 2 }] };
  const left = store.dropFeed(store.readFeed(store.readFeed(store.EMPTY, first), older), "all");
  assert.equal(store.readFeed(left, older), left);
});

test("a feed comes back as it was left, and what was read last is not put into it twice", () => {
  const first = feedPage([{ ...POST, id: 3 }]);
  const state = store.readFeed(store.EMPTY, first);
  const feed = state.feeds.get("all");
  const back = store.readFeed(store.restoreFeed(store.dropFeed(state, "all"), "all", feed), first);
  assert.equal(back.feeds.get("all"), feed);
  assert.equal(store.restoreFeed(back, "all", { ...feed, posts: [] }), back);
});

test("what did not change keeps its identity", () => {
  const page = feedPage([POST, { ...POST, id: 8 }]);
  const before = store.readFeed(store.EMPTY, page);
  const after = store.receive(before, { kind: "post", id: 7, stamp: 5, votes: 4 });
  const [[, old], [changed, still]] = [viewFeed(before, page).posts, viewFeed(after, page).posts];
  assert.equal(still, old);
  assert.equal(changed.votes, 4);
  assert.equal(viewFeed(after, page).posts[0], changed);
});

test("a post that is hidden leaves the feed, but for its author and moderators", () => {
  const page = feedPage([POST, { ...POST, id: 8, own: true }, { ...POST, id: 9, may_moderate: true }]);
  const messages = [7, 8, 9].map((id) => ({ kind: "post", id, stamp: 5, hidden: true }));
  assert.deepEqual(ids(viewFeed(messages.reduce(store.receive, store.readFeed(store.EMPTY, page)), page).posts), [8, 9]);
});

test("messages of each kind are counted, and of notices the newest number stands", () => {
  const messages = [
    { kind: "notice", unread: 3 },
    { kind: "queue", subwiki_id: 1 },
    { kind: "queue", subwiki_id: 1 },
    { kind: "unread", unread: 1, since: 0 },
  ];
  const state = messages.reduce(store.receive, store.EMPTY);
  assert.deepEqual(state.counts, { notice: 1, queue: 2, unread: 1 });
  assert.equal(state.unread, 1);
});

test("a count that began before a notice came is older than the notice, whichever arrives first", () => {
  const notice = { kind: "notice", unread: 1, turn: 20 };
  const [before, after] = [10, 30].map((since) => ({ kind: "unread", unread: 0, since, turn: since + 15 }));
  assert.equal([notice, before].reduce(store.receive, store.EMPTY).unread, 1);
  assert.equal([before, notice].reduce(store.receive, store.EMPTY).unread, 1);
  assert.equal([notice, after].reduce(store.receive, store.EMPTY).unread, 0);
});

test("the oldest of very many is forgotten", () => {
  const messages = Array.from({ length: 1100 }, (_, at) => ({ kind: "post", id: at, stamp: 1, votes: at }));
  const state = messages.reduce(store.receive, store.EMPTY);
  assert.equal(state.patches.size, 1000);
  assert.ok(!state.patches.has(99) && state.patches.has(100) && state.patches.has(1099));
});

test("a first page begins the feed anew for whoever comes to it, and waits for a press for whoever was there", () => {
  const posts = [3, 2, 1].map((id) => ({ ...POST, id, published: id * 100 }));
  const before = store.readFeed(store.EMPTY, feedPage(posts.slice(1)));
  const page = feedPage(posts);
  const shown = (state) => viewFeed(state, page);
  assert.deepEqual(ids(shown(store.readFeed(before, page, true)).posts), [3, 2, 1]);
  const stayed = shown(store.readFeed(before, page));
  assert.deepEqual([ids(stayed.posts), stayed.fresh], [[2, 1], 1]);
});

test("whose the new posts are is known, so that one's own are shown at once", () => {
  const page = feedPage([{ ...POST, id: 1 }]);
  const hint = { ...FACTS, kind: "new", id: 2, subwiki_id: 1, published: 200, turn: 1 };
  const state = store.receive(store.readFeed(store.EMPTY, page), hint);
  assert.deepEqual(viewFeed(state, page).authors, ["ben"]);
});

test("a moved post leaves the feed of its subwiki, changes its place in others, and comes into the one it was moved to", () => {
  const post = { ...POST, subwiki_id: 1, subwiki_slug: "ice", author: "ben", tags: [] };
  const moved = { kind: "post", id: 7, stamp: 5, subwiki_id: 2, subwiki_slug: "rivers" };
  const told = { kind: "new", id: 7, stamp: 4, subwiki_id: 2, published: 100, ...FACTS };
  const shown = (page, messages) => viewFeed(messages.reduce(store.receive, store.readFeed(store.EMPTY, page)), page);
  const feed = (scope, more) => feedPage([post], { key: scope, scope, ...more });
  assert.deepEqual(ids(shown(feed("subwiki:ice", { subwikis: [1] }), [moved]).posts), []);
  assert.deepEqual(
    shown(feed("all"), [moved]).posts.map((one) => one.subwiki_slug),
    ["rivers"],
  );
  assert.deepEqual(ids(shown(feed("home", { subwikis: [1], people: ["ben"] }), [moved]).posts), [7]);
  const rivers = feedPage([], { key: "rivers", scope: "subwiki:rivers", subwikis: [2] });
  const ice = feedPage([], { key: "ice", scope: "subwiki:ice", subwikis: [1] });
  for (const order of [
    [told, moved],
    [moved, told],
  ])
    assert.deepEqual([shown(rivers, order).fresh, shown(ice, order).fresh], [1, 0]);
  // What was read after the move is as it was read.
  assert.deepEqual(ids(shown(feed("subwiki:ice", { subwikis: [1] }), [{ ...moved, stamp: 4 }]).posts), [7]);
});
