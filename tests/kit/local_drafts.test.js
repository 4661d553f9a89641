// Drafts in the browser: the newer of the browser's and the server's, and none that is a week old.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newerDraft } from "../../assets/kit/forms/local_drafts.js";

const DAY = 24 * 3600 * 1000;
const stored = JSON.stringify({ at: 10 * DAY, values: { text: "typed last" } });

test("what was typed after the server stored its draft wins, and what was typed before does not", () => {
  assert.deepEqual(newerDraft(stored, 10 * DAY - 1, 10 * DAY), { text: "typed last" });
  assert.deepEqual(newerDraft(stored, 0, 10 * DAY), { text: "typed last" });
  assert.equal(newerDraft(stored, 10 * DAY, 10 * DAY), null);
  assert.equal(newerDraft(stored, 11 * DAY, 11 * DAY), null);
});

test("nothing, and what is a week old, is no draft", () => {
  assert.equal(newerDraft(null, 0, 10 * DAY), null);
  assert.equal(newerDraft(stored, 0, 17 * DAY), null);
});
