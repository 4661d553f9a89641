// Differences side by side, and the choice between that and one column: made on the page, kept in this browser.
import { createElement, Fragment, useEffect, useId, useState } from "react";
import { useTexts } from "../i18n.js";
import { langOf } from "../written_language.js";
import { diffRows } from "./diff_rows.js";

/** @import { ReactNode } from "react" */
/** @import { DiffPiece } from "../../../tools/kit/types/views" */
/** @import { DiffRow } from "./diff_rows.js" */

const STORED = "difference"; // the key in the browser's storage
const ROOM = "(min-width: 861px)"; // below it, as on a phone, two columns are too narrow to begin with

// A browser may forbid to store anything.
const storedLayout = () => {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
};
/** @param {string} layout */
const storeLayout = (layout) => {
  try {
    localStorage.setItem(STORED, layout);
  } catch {
    // It is asked for again on the next page.
  }
};

/**
 * What is inside, in one column or with its sides beside each other: see `[data-way]` in the style. `one` and `sides` name the layouts.
 * @param {{ label: string, one: string, sides: string, children?: ReactNode }} props
 */
export const DiffLayout = ({ label, one, sides, children }) => {
  const name = useId();
  const [layout, setLayout] = useState("one");
  useEffect(() => setLayout(storedLayout() ?? (matchMedia(ROOM).matches ? "sides" : "one")), []);
  /**
   * @param {string} value
   * @param {string} text
   */
  const option = (value, text) =>
    createElement(
      "label",
      { key: value },
      createElement("input", {
        type: "radio",
        name,
        value,
        checked: layout === value,
        onChange: () => {
          setLayout(value);
          storeLayout(value);
        },
        className: "hidden-visually",
      }),
      text,
    );
  return createElement(
    "div",
    { className: "stack flush", "data-way": layout === "sides" ? "sides" : "one" },
    createElement("div", { className: "segments", role: "radiogroup", "aria-label": label }, [option("sides", sides), option("one", one)]),
    children,
  );
};

/** @typedef {{ ins: string, del: string, lang: string }} Words the words for those who listen, of what came and what went; their language */

/**
 * The words for those who listen are in a bdi: they have no say in the direction of the text.
 * @param {string} word
 * @param {string} lang
 */
const spoken = (word, lang) => createElement("bdi", { className: "hidden-visually", lang }, `${word} `);

/**
 * A line break that came or went is seen by its sign.
 * @param {string} text
 */
const visible = (text) => (text.trim() ? text : text.replaceAll("\n", "¶\n"));

/**
 * @param {DiffPiece} piece
 * @param {number} at
 * @param {Words} words
 */
const span = ({ kind, text }, at, words) =>
  kind === "same"
    ? createElement(Fragment, { key: at }, text)
    : createElement(kind, { key: at }, spoken(words[kind], words.lang), visible(text));

/**
 * @param {DiffPiece[]} pieces
 * @param {"ins" | "del"} kind
 * @param {Words} words
 */
const cell = (pieces, kind, words) =>
  createElement(
    "td",
    { dir: "auto", lang: langOf(pieces), className: pieces.some((one) => one.kind === kind) ? kind : undefined },
    pieces.map((one, at) => span(one, at, words)),
  );

/**
 * A table of two columns, `before` and `after`, line beside line.
 * @param {{ pieces: DiffPiece[] | null | undefined, label: string, before: string, after: string, added: string, removed: string }} props
 */
export const SideBySide = ({ pieces, label, before, after, added, removed }) => {
  const words = { ins: added, del: removed, lang: useTexts().language };
  /**
   * @param {DiffRow} row
   * @param {number} at
   */
  const row = ({ old, new: young }, at) => createElement("tr", { key: at }, cell(old, "del", words), cell(young, "ins", words));
  const head = [before, after].map((text) => createElement("th", { key: text, scope: "col", className: "overline" }, text));
  return createElement(
    "table",
    { className: "diff beside", "aria-label": label },
    createElement("thead", null, createElement("tr", null, head)),
    createElement("tbody", null, diffRows(pieces ?? []).map(row)),
  );
};
