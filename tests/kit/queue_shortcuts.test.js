// The keys of the moderation queue.
import assert from "node:assert/strict";
import { test } from "node:test";
import { moveTo, shortcutOf } from "../../assets/kit/live/queue_shortcuts.js";

const press = (key, more = {}) => ({ key, code: `Key${key.toUpperCase()}`, ctrlKey: false, metaKey: false, altKey: false, ...more });
const CLOSED = { typing: false, opened: false };
const OPENED = { typing: false, opened: true };

test("letters lead from case to case, and open one", () => {
  assert.deepEqual(
    ["j", "k", "o", "J", "x"].map((key) => shortcutOf(press(key), CLOSED)),
    ["next", "previous", "open", "next", ""],
  );
});

test("in an open case letters choose a decision, and elsewhere they do not", () => {
  const chosen = ["dismiss", "warn", "cover", "lock", "move", "hide"].map((action) => `choose:${action}`);
  assert.deepEqual(
    [..."dwclmr"].map((key) => shortcutOf(press(key), OPENED)),
    chosen,
  );
  assert.deepEqual(
    [..."dwclmr"].map((key) => shortcutOf(press(key), CLOSED)),
    ["", "", "", "", "", ""],
  );
});

test("who types writes letters", () => {
  assert.deepEqual(
    [..."jdr"].map((key) => shortcutOf(press(key), { typing: true, opened: true })),
    ["", "", ""],
  );
});

test("what the browser does with a key stays the browser's", () => {
  assert.equal(shortcutOf(press("Enter", { ctrlKey: true }), OPENED), "");
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(shortcutOf(press("c", { [held]: true }), OPENED), "");
});

test("Escape puts an open case back", () => {
  assert.equal(shortcutOf(press("Escape", { code: "Escape" }), OPENED), "back");
  assert.equal(shortcutOf(press("Escape", { code: "Escape" }), CLOSED), "");
});

test("on a keyboard of another script the place of a key counts", () => {
  assert.equal(shortcutOf(press("ח", { code: "KeyJ" }), CLOSED), "next");
});

test("the focus stays within the list", () => {
  assert.deepEqual([moveTo("next", -1, 3), moveTo("next", 2, 3), moveTo("previous", 0, 3), moveTo("next", 0, 0)], [0, 2, 0, -1]);
});

test("where posts are reviewed letters approve and refuse, and lead on", () => {
  const where = { typing: false, opened: false, reviewing: true };
  assert.deepEqual(
    [..."arjko"].map((key) => shortcutOf(press(key), where)),
    ["press:approve", "press:refuse", "next", "previous", ""],
  );
});
