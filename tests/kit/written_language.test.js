// The language of a text is the same in every browser as on the server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { langOf, writtenLanguage } from "../../assets/kit/written_language.js";

const texts = JSON.parse(readFileSync(new URL("../text/written_languages.json", import.meta.url), "utf8"));

for (const [text, said, language] of texts)
  test(`${language || "no language"}: ${text}`, () => {
    assert.equal(writtenLanguage(text, said), language);
  });

test("an attribute is left out where nothing tells, and the pieces of a difference are one text", () => {
  assert.equal(langOf("2026"), undefined);
  assert.equal(langOf(null), undefined);
  assert.equal(langOf([{ text: "מחקר " }, { text: "new" }, { text: " על שינה" }]), "he");
});
