// Differences side by side, and the choice between that and one column: made on the page, kept in this browser.
import { createElement, Fragment, useEffect, useId, useState } from "react";
import { rowsOf } from "$/public/kit/rows.js";

const KEPT = "difference";
const ROOM = "(min-width: 861px)"; // below it, as on a phone, two columns are too narrow to begin with

// A browser may forbid to keep anything.
const kept = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};
const keep = (way) => {
  try {
    localStorage.setItem(KEPT, way);
  } catch {
    // It is asked for again on the next page.
  }
};

/** What is inside, in one column or with its sides beside each other: see `[data-way]` in the style. */
export const Ways = ({ label, one, sides, children }) => {
  const name = useId();
  const [way, choose] = useState("one");
  useEffect(() => choose(kept() ?? (matchMedia(ROOM).matches ? "sides" : "one")), []);
  const option = (value, text) =>
    createElement(
      "label",
      { key: value },
      createElement("input", {
        type: "radio",
        name,
        value,
        checked: way === value,
        onChange: () => {
          choose(value);
          keep(value);
        },
        className: "hidden-visually",
      }),
      text,
    );
  return createElement(
    "div",
    { className: "stack flush", "data-way": way === "sides" ? "sides" : "one" },
    createElement("div", { className: "segments", role: "radiogroup", "aria-label": label }, [option("sides", sides), option("one", one)]),
    children,
  );
};

// The words for those who listen are in a bdi: they have no say in the direction of the text.
const said = (word) => createElement("bdi", { className: "hidden-visually" }, `${word} `);
// A line break that came or went is seen by its sign.
const seen = (text) => (text.trim() ? text : text.replaceAll("\n", "¶\n"));
const piece = ({ kind, text }, at, words) =>
  kind === "same"
    ? createElement(Fragment, { key: at }, text)
    : createElement(kind, { key: at }, said(words[kind]), seen(text));

const cell = (pieces, kind, words) =>
  createElement(
    "td",
    { dir: "auto", className: pieces.some((one) => one.kind === kind) ? kind : undefined },
    pieces.map((one, at) => piece(one, at, words)),
  );

/** A table of two columns, before and after, line beside line. */
export const Sides = ({ pieces, label, before, after, added, removed }) => {
  const words = { ins: added, del: removed };
  const row = ({ old, new: young }, at) => createElement("tr", { key: at }, cell(old, "del", words), cell(young, "ins", words));
  const head = [before, after].map((text) => createElement("th", { key: text, scope: "col", className: "overline" }, text));
  return createElement(
    "table",
    { className: "diff beside", "aria-label": label },
    createElement("thead", null, createElement("tr", null, head)),
    createElement("tbody", null, rowsOf(pieces ?? []).map(row)),
  );
};
