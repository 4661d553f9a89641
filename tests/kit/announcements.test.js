// What comes in live is said once, gathered, and nothing of it is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { announce, newCorrections, SILENT, speak, withdraw } from "../../assets/kit/live/announcements.js";

const MANY = { corrections: "many" };
const posts = (count) => ({ text: "posts", params: { count } });
const fixed = (headline) => ({ text: "one", params: { headline } });
const texts = ({ region }) => region.map(({ words }) => words.params.headline ?? `${words.text} ${words.params.count}`);

test("what comes within a moment is said in one word, the newest", () => {
  const heard = [1, 2, 3].reduce((state, count) => announce(state, "posts", "", posts(count)), SILENT);
  assert.deepEqual(texts(speak(heard, 0, MANY)), ["posts 3"]);
});

test("nothing is said twice, and more of it is said anew", () => {
  const once = speak(announce(SILENT, "posts", "", posts(2)), 0, MANY);
  assert.equal(announce(once, "posts", "", posts(2)), once);
  assert.deepEqual(texts(speak(once, 1, MANY)), ["posts 2"]);
  assert.deepEqual(texts(speak(announce(once, "posts", "", posts(3)), 1, MANY)), ["posts 2", "posts 3"]);
});

test("what holds no longer is not said, and may be said again", () => {
  const waiting = announce(SILENT, "posts", "", posts(1));
  assert.deepEqual(texts(speak(withdraw(waiting, "posts", ""), 0, MANY)), []);
  const said = withdraw(speak(waiting, 0, MANY), "posts", "");
  assert.deepEqual(texts(speak(announce(said, "posts", "", posts(1)), 1, MANY)), ["posts 1", "posts 1"]);
});

test("topics do not push each other out; a few things are named each, many are counted", () => {
  let heard = announce(SILENT, "posts", "", posts(1));
  for (const id of [1, 2]) heard = announce(heard, "corrections", id, fixed(`Headline ${id}`));
  assert.deepEqual(texts(speak(heard, 0, MANY)), ["posts 1", "Headline 1", "Headline 2"]);
  for (const id of [3, 4]) heard = announce(heard, "corrections", id, fixed(`Headline ${id}`));
  assert.deepEqual(texts(speak(heard, 0, MANY)), ["posts 1", "many 4"]);
});

test("what was said leaves the region after a while, each line known by a number of its own", () => {
  const first = speak(announce(SILENT, "posts", "", posts(1)), 0, MANY);
  const second = speak(announce(first, "posts", "", posts(2)), 9000, MANY);
  const third = speak(announce(second, "posts", "", posts(3)), 11000, MANY);
  assert.deepEqual(texts(third), ["posts 2", "posts 3"]);
  assert.deepEqual([...new Set(third.region.map(({ id }) => id))], [2, 3]);
});

test("a correction is told of posts that stood there before it, but not to whoever made it", () => {
  const post = (id, at, by = "ben", cover = "") => {
    return { id, corrected: at > 0, corrected_at: at, corrected_by: by, headline: `Headline ${id}`, cover };
  };
  const known = new Map([
    [1, 0],
    [2, 50],
    [3, 50],
    [5, 50],
    [6, 50],
  ]);
  const now = [post(1, 70), post(2, 50), post(3, 80, "ana"), post(4, 90), post(5, 0), post(6, 90, "ben", "flags")];
  assert.deepEqual(
    newCorrections(known, now, "ana").map(({ id }) => id),
    [1],
  );
});
