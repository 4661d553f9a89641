// Keys of requests: the same words have the same key until they were acted on, other words another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf } from "../../assets/kit/forms/request_keys.js";

test("what is sent again has its key of before, and what was changed meanwhile another one", () => {
  const keys = new Map();
  const first = keyOf(keys, { text: "Why?" });
  const changed = keyOf(keys, { text: "Why not?" });
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.notEqual(changed, first);
  assert.equal(keyOf(keys, { text: "Why?" }), first);
  keys.clear();
  assert.notEqual(keyOf(keys, { text: "Why?" }), first);
});
