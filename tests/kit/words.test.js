// Two spellings of one word are equal in every browser, by the pairs that the server is tried on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseEntries } from "../../assets/kit/forms/choices_diff.js";
import { fold, spellTag } from "../../assets/kit/words.js";

const { same, tags, different } = JSON.parse(readFileSync(new URL("../text/pairs.json", import.meta.url), "utf8"));

for (const [one, other] of same)
  test(`one word: ${one}, ${other}`, () => {
    assert.equal(fold(one), fold(other));
    assert.equal(fold(fold(one)), fold(one));
  });

for (const [one, other] of different)
  test(`two words: ${one}, ${other}`, () => {
    assert.notEqual(fold(one), fold(other));
  });

for (const [typed, tag] of tags)
  test(`one tag: ${typed}`, () => {
    assert.equal(spellTag(typed), tag);
    assert.equal(spellTag(tag), tag);
  });

test("a browser that is set to Turkish or Lithuanian spells as the others do", () => {
  const [lower, upper] = [String.prototype.toLocaleLowerCase, String.prototype.toLocaleUpperCase];
  for (const language of ["tr", "lt"]) {
    String.prototype.toLocaleLowerCase = function () {
      return lower.call(this, language);
    };
    String.prototype.toLocaleUpperCase = function () {
      return upper.call(this, language);
    };
    try {
      assert.deepEqual(parseEntries("tags", "#IŞIK, #ISTANBUL #İstanbul"), ["işik", "istanbul"]);
      assert.deepEqual(parseEntries("hide.sources", "https://WWW.INDEPENDENT.example/I"), ["independent.example"]);
      assert.equal(fold("Ì"), "ì");
    } finally {
      String.prototype.toLocaleLowerCase = lower;
      String.prototype.toLocaleUpperCase = upper;
    }
  }
});
