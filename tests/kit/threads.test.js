// Comments in thread order: as they were read, with what was said since, in whatever order that comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  forgetLater,
  NO_COMMENTS,
  readComments,
  readLater,
  receiveComment,
  viewComments,
  withOpenThread,
} from "../../assets/kit/live/threads.js";
import { orders, random, shuffled } from "./chance.js";

const comment = (id, parent_id = 0, more = {}) => ({
  id,
  post_id: 7,
  parent_id,
  depth: 0,
  author: "ben",
  html: `comment ${id}`,
  at: id,
  revision: 1,
  hidden: false,
  erased: false,
  cover: "",
  edited: 0,
  ...more,
});
const said = (one) => ({ kind: "comment", post_id: one.post_id, comment: one });
const pageOf = (comments, since, after = 0) => ({ comments, since, after });
const RIGHTS = { may_reply: true, may_flag: true, may_moderate: false };
const heard = (messages, state = NO_COMMENTS, at = 1000) =>
  messages.reduce((before, message) => receiveComment(before, message, at), state);
const outline = (list) => list.map(({ id, depth }) => [id, depth]);
const view = (state, read, rights = RIGHTS) => viewComments(state, read, 7, "eva", rights);

// A thread as the server has it, and what was said since it was read.
const READ = [comment(1), comment(2, 1, { depth: 1 }), comment(3)];
const SINCE = [comment(4, 1), comment(5, 2), comment(6), comment(7, 5)];
const WHOLE = [
  [1, 0],
  [2, 1],
  [5, 2],
  [7, 3],
  [4, 1],
  [3, 0],
  [6, 0],
];

test("every order of new comments leads to the same thread, twice or once", () => {
  for (const messages of orders(SINCE.map(said))) {
    assert.deepEqual(outline(view(heard(messages), READ)), WHOLE);
    assert.deepEqual(outline(view(heard([...messages, ...messages]), READ)), WHOLE);
  }
});

test("a list that was read before messages and arrives after them holds each comment once", () => {
  const chance = random(3);
  for (let run = 0; run < 200; run += 1) {
    const messages = shuffled(chance, SINCE.map(said));
    const arrives = Math.floor(chance() * (messages.length + 1));
    let state = heard(messages.slice(0, arrives));
    state = readComments(state, 7, READ, 1000);
    state = heard(messages.slice(arrives), state);
    assert.deepEqual(outline(view(state, READ)), WHOLE);
  }
});

test("a comment whose parent was missed stands at the end, and in its place once the parent is there", () => {
  const child = heard([said(comment(9, 8))]);
  assert.deepEqual(outline(view(child, READ)).at(-1), [9, 0]);
  const both = heard([said(comment(8, 3))], child);
  assert.deepEqual(outline(view(both, READ)).slice(-3), [
    [3, 0],
    [8, 1],
    [9, 2],
  ]);
});

test("of the versions of a comment the newest stands, in whatever order they come", () => {
  const edits = [2, 3, 4].map((revision) => said(comment(2, 1, { html: `version ${revision}`, revision, edited: revision })));
  for (const messages of orders(edits)) {
    const [, edited] = view(heard(messages), READ);
    assert.deepEqual([edited.html, edited.revision, edited.depth], ["version 4", 4, 1]);
  }
});

test("an older version than the one that was read is not heeded", () => {
  const read = [comment(1, 0, { revision: 3, html: "as read" })];
  assert.equal(view(heard([said(comment(1, 0, { revision: 2, html: "old" }))]), read)[0], read[0]);
});

test("what is hidden and shown again is as it was said last", () => {
  const hide = said(comment(1, 0, { hidden: true, html: "" }));
  const show = said(comment(1));
  assert.equal(view(heard([hide]), READ)[0].hidden, true);
  assert.equal(view(heard([hide]), READ)[0].may_reply, false);
  assert.equal(view(heard([hide, show]), READ)[0].hidden, false);
});

test("a list that was just read knows better than what was said long before, and not better than what was said since", () => {
  const hide = said(comment(1, 0, { hidden: true, html: "" }));
  const old = readComments(heard([hide], NO_COMMENTS, 1000), 7, READ, 22000);
  assert.equal(view(old, READ)[0].hidden, false);
  const recent = readComments(heard([hide], NO_COMMENTS, 3000), 7, READ, 22000);
  assert.equal(view(recent, READ)[0].hidden, true);
  // The same list is looked at again, long after: what came since stays.
  assert.equal(readComments(recent, 7, READ, 90000), recent);
});

test("what this person may do with a new comment follows from their rights under the post", () => {
  const messages = [said(comment(4)), said(comment(5, 0, { author: "eva" }))];
  const [theirs, mine] = view(heard(messages), []);
  assert.deepEqual(
    [theirs.fresh, theirs.own, theirs.may_reply, theirs.may_edit, theirs.may_flag, theirs.may_moderate],
    [true, false, true, false, true, false],
  );
  assert.deepEqual([mine.own, mine.may_reply, mine.may_edit, mine.may_flag], [true, true, true, false]);
  const [reader] = view(heard(messages), [], null);
  assert.deepEqual([reader.may_reply, reader.may_flag, reader.may_moderate], [false, false, false]);
  const [moderated, own] = view(heard(messages), [], { may_moderate: true });
  assert.deepEqual([moderated.may_moderate, own.may_moderate], [true, false]);
});

test("deep answers are folded under the comment above them until they are asked for", () => {
  const deep = [1, 2, 3, 4, 5, 6].map((id) => comment(id, id - 1, { depth: id - 1 }));
  const list = view(NO_COMMENTS, deep);
  assert.deepEqual(
    list.map(({ more = 0, deep: folded = false }) => [more, folded]),
    [
      [0, false],
      [0, false],
      [0, false],
      [2, false],
      [0, true],
      [0, true],
    ],
  );
  const open = view(withOpenThread(NO_COMMENTS, 4), deep);
  assert.ok(open.every((one) => !one.more && !one.deep));
});

test("no thread is deeper than six", () => {
  const deep = Array.from({ length: 9 }, (_, at) => said(comment(at + 1, at)));
  assert.deepEqual(
    view(heard(deep), []).map(({ depth }) => depth),
    [0, 1, 2, 3, 4, 5, 6, 6, 6],
  );
});

test("comments of other posts stay away, and what did not change keeps its identity", () => {
  const state = heard([said(comment(4, 0, { post_id: 8 })), said(comment(5))]);
  const list = view(state, READ);
  assert.deepEqual(outline(list), [...outline(READ), [5, 0]]);
  assert.equal(list[0], READ[0]);
  assert.equal(view(heard([said(comment(6))], state), READ)[3], list[3]);
});

test("pages that are read later are put in their place, and what comes live among them too", () => {
  const first = READ;
  const later = [comment(4, 1), comment(8, 3), comment(9)];
  const read = readComments(NO_COMMENTS, 7, first, 0);
  const more = readLater(read, 7, pageOf(later, 3), 1000);
  const expected = [
    [1, 0],
    [2, 1],
    [4, 1],
    [3, 0],
    [8, 1],
    [9, 0],
  ];
  assert.deepEqual(outline(view(more, first)), expected);
  assert.equal(
    view(more, first).some(({ fresh }) => fresh),
    false,
  );
  const live = heard([said(comment(10, 8)), said(comment(9, 0, { revision: 2, html: "edited" }))], more);
  assert.deepEqual(outline(view(live, first)), [...expected.slice(0, 5), [10, 2], [9, 0]]);
  assert.equal(view(live, first).find(({ id }) => id === 9).html, "edited");
});

test("an answer that came before the page of what it answers finds its place when that is read", () => {
  const early = heard([said(comment(12, 9))], readComments(NO_COMMENTS, 7, READ, 0));
  assert.deepEqual(outline(view(early, READ)).at(-1), [12, 0]);
  const more = readLater(early, 7, pageOf([comment(9)], 3), 1000);
  assert.deepEqual(outline(view(more, READ)).slice(-2), [
    [9, 0],
    [12, 1],
  ]);
});

test("pages of another post are not shown, and those of a thread that was left no more", () => {
  const first = readComments(NO_COMMENTS, 7, READ, 0);
  assert.equal(readLater(first, 7, pageOf([{ ...comment(5), post_id: 8 }], 3), 0), first);
  const read = readLater(first, 7, pageOf([comment(4)], 3), 0);
  assert.deepEqual(outline(view(read, READ)).at(-1), [4, 0]);
  assert.deepEqual(outline(view(forgetLater(read, 7), READ)), outline(READ));
});

test("later pages stay when the first is read anew, until they are read anew, each in its place", () => {
  const pages = [pageOf([comment(4), comment(5)], 3, 5), pageOf([comment(6), comment(7)], 5, 7), pageOf([comment(8)], 7)];
  const read = pages.reduce((state, page) => readLater(state, 7, page, 0), readComments(NO_COMMENTS, 7, READ, 0));
  const again = [comment(1, 0, { html: "edited" }), ...READ.slice(1)];
  const anew = readComments(read, 7, again, 0);
  assert.deepEqual(outline(view(anew, again)), outline(view(read, READ)));
  // One of the second page is hidden by now, and the whole last page is.
  const second = readLater(anew, 7, pageOf([comment(7, 0, { html: "edited" })], 5, 7), 0);
  const later = view(second, again).slice(READ.length);
  assert.deepEqual(
    later.map(({ id, html }) => [id, html]),
    [
      [4, "comment 4"],
      [5, "comment 5"],
      [7, "edited"],
      [8, "comment 8"],
    ],
  );
  assert.equal(view(readLater(second, 7, pageOf([], 7), 0), again).at(-1).id, 7);
});

test("a comment that is covered, and no longer, is so in a list that was read before", () => {
  const covered = said(comment(2, 1, { cover: "flags" }));
  const cover = (messages) => view(heard(messages), READ).find(({ id }) => id === 2).cover;
  assert.equal(cover([]), "");
  assert.equal(cover([covered]), "flags");
  assert.equal(cover([covered, said(comment(2, 1))]), "");
});
