// A prepared text comes into a reason.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withText } from "../../assets/kit/forms/prepared_reason.js";

test("a chosen text fills an empty reason, follows what stands there, and comes once", () => {
  assert.equal(withText("", "Off topic."), "Off topic.");
  assert.equal(withText("Dear Ana, ", "Off topic."), "Dear Ana, Off topic.");
  assert.equal(withText("Dear Ana, off. Off topic.", "Off topic."), "Dear Ana, off. Off topic.");
});
