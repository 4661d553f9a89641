// Cases of the queue: who has which open until when, and which were closed meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_CASES, nextRelease, readCases, receiveCase, viewCases } from "../../assets/kit/live/queue_cases.js";

const one = (id, more = {}) => ({ id, flags: 1, holder: "", held_until: 0, ...more });
const said = (id, more = {}) => ({
  kind: "case",
  subwiki_id: 1,
  flags: 1,
  holder: "",
  held_until: 0,
  closed: false,
  decided_by: "",
  id,
  ...more,
});
const heard = (...messages) => messages.reduce((before, message) => receiveCase(before, message, 1000), NO_CASES);

test("a case is whose it was said to be, until its time is over", () => {
  const claimed = heard(said(2, { holder: "mo", held_until: 5000 }));
  const holders = (state, at) => viewCases(state, [one(1, { holder: "eva", held_until: 3000 }), one(2)], at).map(({ holder }) => holder);
  assert.deepEqual(holders(claimed, 2000), ["eva", "mo"]);
  assert.deepEqual(holders(claimed, 4000), ["", "mo"]);
  assert.deepEqual(holders(claimed, 5000), ["", ""]);
  assert.deepEqual(holders(heard(said(1)), 2000), ["", ""]);
  assert.deepEqual(
    [2000, 4000, 5000].map((at) => nextRelease(claimed, [one(1, { held_until: 3000 }), one(2)], at)),
    [3000, 5000, Infinity],
  );
});

test("a closed case says who decided, and a queue that is read later forgets it", () => {
  const closed = heard(said(1, { closed: true, decided_by: "mo", flags: 0 }));
  assert.deepEqual(viewCases(closed, [one(1)], 2000), [{ ...one(1), closed: true, decided_by: "mo" }]);
  assert.equal(viewCases(readCases(closed, 1500), [one(1)], 2000)[0].closed, true);
  assert.equal(viewCases(readCases(closed, 60000), [one(1)], 60000)[0].closed, false);
});

test("what is no word about a case changes none", () => {
  assert.equal(receiveCase(NO_CASES, { kind: "queue", subwiki_id: 1 }, 1000), NO_CASES);
});
