// What few pages follow: suggestions, recent changes, and who is editing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countNewChanges, NO_CHANGES, readChanges, receiveChange } from "../../assets/kit/live/change_count.js";
import { expireEditors, NO_EDITORS, receivePresence } from "../../assets/kit/live/editors.js";
import { isFiltered } from "../../assets/kit/live/filtering.js";
import { NO_SUGGESTIONS, receiveSuggestion, viewSuggestions } from "../../assets/kit/live/suggestion_list.js";
import { orders } from "./chance.js";

const suggestion = (id, stamp, more = {}) => ({
  id,
  post_id: 7,
  stamp,
  state: "open",
  agrees: 0,
  mine: "",
  headline: `headline ${id}`,
  ...more,
});
const suggested = (one) => ({ kind: "suggestion", suggestion: one });
const READ = { post_id: 7, stamp: 10, suggestions: [suggestion(1, 10, { mine: "agree" }), suggestion(2, 10, { state: "declined" })] };
const suggestionsAfter = (messages, read = READ) => viewSuggestions(messages.reduce(receiveSuggestion, NO_SUGGESTIONS), read);

test("every order of what is said of suggestions leads to the same list, twice or once", () => {
  const messages = [
    suggested(suggestion(1, 11, { agrees: 1 })),
    suggested(suggestion(1, 12, { agrees: 2, state: "agreed" })),
    suggested(suggestion(3, 13)),
    suggested(suggestion(3, 14, { state: "withdrawn" })),
  ];
  for (const order of orders(messages)) {
    const { open, decided } = suggestionsAfter([...order, ...order.slice(0, 2)]);
    assert.deepEqual(
      open.map((one) => [one.id, one.agrees, one.state, one.mine]),
      [[1, 2, "agreed", "agree"]],
    );
    assert.deepEqual(
      decided.map((one) => [one.id, one.state]),
      [
        [3, "withdrawn"],
        [2, "declined"],
      ],
    );
  }
});

test("a list of suggestions that was read later than a message stays as it was read", () => {
  assert.equal(suggestionsAfter([suggested(suggestion(1, 9, { state: "declined" }))]).open[0].state, "open");
  assert.equal(suggestionsAfter([suggested(suggestion(4, 12, { post_id: 8 }))]).open.length, 1);
});

test("a headline that was replaced closes what is open from before, and nothing that came since", () => {
  const messages = [{ kind: "outdated", post_id: 7, stamp: 12 }, { kind: "outdated", post_id: 7, stamp: 11 }, suggested(suggestion(5, 13))];
  for (const order of orders(messages)) {
    const { open, decided } = suggestionsAfter(order);
    assert.deepEqual(
      open.map((one) => one.id),
      [5],
    );
    assert.deepEqual(
      decided.map((one) => [one.id, one.state]),
      [
        [2, "declined"],
        [1, "outdated"],
      ],
    );
  }
});

const change = (what, subwiki_id, standing, number) => ({ kind: "change", what, subwiki_id, standing, thing: "post/1", number });

test("changes are counted from when the list was read, by what it is filtered by", () => {
  const list = [];
  let state = readChanges([change("text", 1, "member", 1)].reduce(receiveChange, NO_CHANGES), list);
  assert.equal(countNewChanges(state, {}), 0);
  state = [change("text", 1, "member", 2), change("headline", 2, "admin", 1), change("comment", 0, "new", 1)].reduce(receiveChange, state);
  assert.equal(readChanges(state, list), state);
  assert.equal(countNewChanges(state, {}), 3);
  assert.equal(countNewChanges(state, { kind: "text" }), 1);
  assert.equal(countNewChanges(state, { subwiki_id: 2 }), 2);
  assert.equal(countNewChanges(state, { standing: "trusted" }), 1);
  assert.equal(countNewChanges(readChanges(state, []), {}), 0);
  assert.equal(receiveChange(state, { kind: "waiting" }), state);
});

const presence = (name, here = true) => ({ kind: "presence", place: "post/7", name, here });
const names = (editors) => [...(editors.get("post/7")?.keys() ?? [])];

test("editors are there until they go, or are not heard of for too long", () => {
  let editors = receivePresence(NO_EDITORS, presence("ana"), 0);
  editors = receivePresence(editors, presence("ben"), 20000);
  assert.deepEqual(names(editors), ["ana", "ben"]);
  assert.equal(expireEditors(editors, 35999), editors);
  assert.deepEqual(names(expireEditors(editors, 36000)), ["ben"]);
  const again = receivePresence(editors, presence("ana"), 30000);
  assert.deepEqual(names(expireEditors(again, 36000)).toSorted(), ["ana", "ben"]);
  assert.deepEqual(names(receivePresence(again, presence("ana", false), 31000)), ["ben"]);
  assert.equal(receivePresence(again, { kind: "waiting" }, 0), again);
});

test("an empty rule filters nothing, and nobody's own posts are filtered", () => {
  const post = { author: "ben", said: " ice melts ", domain: "", tags: [], language: "", sensitive: true };
  const rule = { me: "eva", words: [" ice "], sources: [], people: [], tags: [], languages: [], sensitive: "cover" };
  assert.equal(isFiltered({}, post), false);
  assert.equal(isFiltered(rule, post), true);
  assert.equal(isFiltered({ ...rule, me: "ben" }, post), false);
  assert.equal(isFiltered({ ...rule, words: [], sensitive: "hide" }, post), true);
});
