// Drafts in the browser: none that is a week old, and none that the server has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isStored, recentDraft } from "../../assets/kit/forms/local_drafts.js";

const DAY = 24 * 3600 * 1000;
const item = JSON.stringify({ at: 10 * DAY, values: { text: "typed last" } });

test("what was typed is there for a week", () => {
  assert.deepEqual(recentDraft(item, 10 * DAY), { text: "typed last" });
  assert.deepEqual(recentDraft(item, 17 * DAY - 1), { text: "typed last" });
  assert.equal(recentDraft(item, 17 * DAY), null);
  assert.equal(recentDraft(null, 10 * DAY), null);
});

test("the server has all of it when nothing was typed after it was sent", () => {
  assert.equal(isStored(item, 10 * DAY), true);
  assert.equal(isStored(item, 10 * DAY + 600), true);
  assert.equal(isStored(item, 10 * DAY - 1), false);
  assert.equal(isStored(null, 10 * DAY), false);
});
