// Choices as the browser reads, changes and compares them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countChanges, getPart, parseEntries, rebase, sameChoices, setPart } from "../../assets/kit/forms/choices_diff.js";

const NOTHING = { subwikis: [], hide: { words: [], people: [] }, languages: [], sensitive: "cover", notices: {} };

test("a part is read and written without touching the others", () => {
  const changed = setPart(NOTHING, "hide.words", ["flood"]);
  assert.deepEqual(getPart(changed, "hide.words"), ["flood"]);
  assert.deepEqual(changed, { ...NOTHING, hide: { words: ["flood"], people: [] } });
  assert.deepEqual(NOTHING.hide.words, []);
  assert.equal(getPart(null, "hide.words"), undefined);
});

for (const [change, count] of [
  [{}, 0],
  [{ subwikis: ["climate"] }, 1],
  [{ subwikis: ["climate", "science"] }, 2],
  [{ hide: { words: ["flood"], people: ["ben"] } }, 2],
  [{ sensitive: "hide" }, 1],
  [{ notices: { comment: { site: false, mail: true } } }, 1],
  [{ sensitive: "hide", languages: ["he"] }, 2],
])
  test(`each choice that differs counts once: ${JSON.stringify(change)}`, () => {
    assert.equal(countChanges(NOTHING, { ...NOTHING, ...change }), count);
    assert.equal(countChanges({ ...NOTHING, ...change }, NOTHING), count);
  });

test("the order of a list is no change", () => {
  assert.equal(sameChoices({ tags: ["a", "b"] }, { tags: ["b", "a"] }), true);
  assert.equal(sameChoices({ tags: ["a"] }, { words: ["a"] }), false);
});

for (const [part, line, entries] of [
  ["tags", " #Science, ＃IceAge ,science", ["science", "iceage"]],
  ["hide.sources", "https://www.Example.org/a?b, example.net", ["example.org", "example.net"]],
  ["people", "@ana, ben、高橋ゆき", ["ana", "ben", "高橋ゆき"]],
  ["hide.tags", "#science #ice  age", ["science", "ice", "age"]],
  ["hide.words", "climate change, Flood", ["climate change", "Flood"]],
  ["hide.words", " , ", []],
])
  test(`a typed line adds what it names: ${part}, ${line}`, () => {
    assert.deepEqual(parseEntries(part, line), entries);
  });

test("a draft is made anew on what was saved elsewhere meanwhile", () => {
  const before = { ...NOTHING, subwikis: ["climate", "local"], notices: { comment: { site: true, mail: true } } };
  const mine = { ...before, subwikis: ["climate", "science"], hide: { words: ["flood"], people: [] }, notices: {} };
  const theirs = { ...before, subwikis: ["climate", "local", "weird"], languages: ["he"], sensitive: "hide" };
  const made = rebase(before, mine, theirs);
  assert.deepEqual([...made.subwikis].sort(), ["climate", "science", "weird"]);
  assert.deepEqual([made.hide.words, made.languages, made.sensitive, made.notices], [["flood"], ["he"], "hide", {}]);
});

test("a reader's draft takes nothing away from the member that they are", () => {
  const member = { ...NOTHING, subwikis: ["climate"], sensitive: "hide" };
  const made = rebase(NOTHING, { ...NOTHING, subwikis: ["science"] }, member);
  assert.deepEqual(made, { ...member, subwikis: ["climate", "science"] });
});
