// Texts, numbers and dates as a language writes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { speakerOf } from "../../assets/kit/catalogue.js";

const ENGLISH = {
  "time.now": "now",
  "a.greeting": "Hello {name}",
  "a.posts_one": "{count} post",
  "a.posts_other": "{count} posts",
  "a.only": "English",
  "a.ends": "Until {until}",
};
const HEBREW = { "time.now": "עכשיו", "a.greeting": "שלום {name}", "a.posts_two": "שני פוסטים", "a.posts_other": "{count} פוסטים" };
const english = speakerOf("en", ENGLISH, ENGLISH, (key) => `?${key}`);
const hebrew = speakerOf("he", HEBREW, ENGLISH, (key) => `?${key}`);

test("a text is filled with its params, and a count chooses its form", () => {
  assert.equal(english("a.greeting", { name: "Ana" }), "Hello Ana");
  assert.equal(english("a.greeting", {}), "Hello {name}");
  assert.equal(english("a.posts", { count: 1 }), "1 post");
  assert.equal(english("a.posts", { count: 12345 }), "12,345 posts");
  assert.equal(hebrew("a.posts", { count: 2 }), "שני פוסטים");
  assert.equal(english(""), "");
  assert.equal(english(null), "");
});

test("until is a moment", () => {
  const until = Date.UTC(2026, 9, 3, 12);
  assert.equal(english("a.ends", { until: String(until) }), `Until ${english.moment(until)}`);
});

test("what a language lacks is said in English, and what nobody has is asked for", () => {
  assert.equal(hebrew("a.only"), "English");
  assert.equal(hebrew("a.nowhere"), "?a.nowhere");
});

test("words of the other direction are set apart", () => {
  assert.equal(english("a.greeting", { name: "דנה" }), "Hello \u2068דנה\u2069");
  assert.equal(hebrew("a.greeting", { name: "Ana" }), "שלום \u2068Ana\u2069");
  assert.equal(hebrew("a.greeting", { name: "דנה" }), "שלום דנה");
  assert.deepEqual([english.direction, hebrew.direction], ["ltr", "rtl"]);
});

test("moments are as long ago as they are", () => {
  const now = Date.UTC(2026, 5, 15, 12);
  const ago = (seconds) => english.ago(now - seconds * 1000, now);
  assert.equal(ago(10), "now");
  assert.equal(ago(50), "1 min. ago");
  assert.equal(ago(7200), "2 hr. ago");
  assert.equal(ago(86400), "yesterday");
  assert.equal(ago(8 * 86400), english.date(now - 8 * 86400000));
  assert.ok(!/\(\d\)/.test(hebrew.ago(now - 7200000, now)));
});

test("nothing and never have their words", () => {
  assert.equal(english.number(undefined), "0");
  assert.equal(english.moment(0), "");
  assert.equal(english.month(0), "January 1970");
  assert.equal(english.day(null), "Thursday, January 1, 1970");
});
