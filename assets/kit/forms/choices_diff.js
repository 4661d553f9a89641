// Choices as plain values: reading and writing their parts, comparing them, and what a typed line adds to one. Pure.

import { spellTag } from "../words.js";

/** @import { Choices } from "../../../tools/kit/types/views" */

/**
 * A document of choices, or a part of one.
 * @typedef {Readonly<Record<string, unknown>>} Part
 */

/**
 * @param {unknown} value
 * @returns {value is Part}
 */
const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * The part of a document, as `hide.words`.
 * @param {unknown} document
 * @param {string} part
 * @returns {unknown}
 */
export const getPart = (document, part) => part.split(".").reduce((at, name) => (isGroup(at) ? at[name] : undefined), document);

/**
 * A part that is a list; empty when it is not there.
 * @param {unknown} document
 * @param {string} part
 * @returns {readonly string[]}
 */
export const getList = (document, part) => {
  const list = getPart(document, part);
  return Array.isArray(list) ? list : [];
};

/**
 * The document with another value in one of its parts.
 * @template {object | null | undefined} D
 * @param {D} document
 * @param {string} part
 * @param {unknown} value
 * @returns {D}
 */
export const setPart = (document, part, value) => {
  const [first = "", ...rest] = part.split(".");
  const inner = isGroup(document) ? document[first] : undefined;
  const next = rest.length ? setPart(isGroup(inner) ? inner : {}, rest.join("."), value) : value;
  return /** @type {D} */ ({ ...document, [first]: next });
};

/**
 * A document as the set of what it says, whatever the order of its lists and names.
 * @param {unknown} value
 * @param {string} path
 * @returns {string[]}
 */
const facts = (value, path = "") => {
  if (Array.isArray(value)) return value.map((one) => `${path}=${one}`);
  if (!isGroup(value)) return [`${path}:${value}`];
  if (path.startsWith(".notices.")) return [`${path}:${JSON.stringify([value.site, value.mail])}`];
  return Object.entries(value).flatMap(([name, inner]) => facts(inner, `${path}.${name}`));
};

/**
 * How many choices differ between two documents: each that came, that went, or that is another now.
 * @param {Part | Choices | null | undefined} before
 * @param {Part | Choices | null | undefined} after
 */
export const countChanges = (before, after) => {
  if (!before || !after || before === after) return 0;
  const [old, young] = [new Set(facts(before)), new Set(facts(after))];
  const gone = [...old].filter((fact) => !young.has(fact));
  const came = [...young].filter((fact) => !old.has(fact));
  const single = came.filter((fact) => /^[^=]*:/.test(fact)); // it took the place of one that is gone, or of what is usual
  const replaced = gone.filter((fact) => /^[^=]*:/.test(fact)).length;
  return gone.length + came.length - Math.min(single.length, replaced);
};

/**
 * Whether two documents say the same.
 * @param {Part | Choices | null | undefined} before
 * @param {Part | Choices | null | undefined} after
 */
export const sameChoices = (before, after) => countChanges(before, after) === 0;

/**
 * What was changed from `before` to `mine`, done to `theirs` in its stead: what came or went elsewhere stays as it is there.
 * @template T
 * @param {unknown} before
 * @param {unknown} mine
 * @param {T} theirs
 * @returns {T}
 */
export const rebase = (before, mine, theirs) => /** @type {T} */ (rebaseValue(before, mine, theirs));

/**
 * @param {unknown} before
 * @param {unknown} mine
 * @param {unknown} theirs
 * @returns {unknown}
 */
const rebaseValue = (before, mine, theirs) => {
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const [was, is] = [new Set(Array.isArray(before) ? before : []), new Set(mine)];
    const still = theirs.filter((one) => is.has(one) || !was.has(one));
    return [...still, ...mine.filter((one) => !was.has(one) && !still.includes(one))];
  }
  if (isGroup(mine) && isGroup(theirs)) {
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
    const old = isGroup(before) ? before : {};
    const made = names.map((name) => [name, rebaseValue(old[name], mine[name], theirs[name])]);
    return Object.fromEntries(made.filter(([, value]) => value !== undefined));
  }
  return JSON.stringify(mine) === JSON.stringify(before) ? theirs : mine;
};

/** @type {(text: string) => string} */
const asTyped = (text) => text;

/** @type {Readonly<Record<string, (text: string) => string>>} */
const CLEAN = {
  tags: spellTag,
  sources: (text) =>
    text
      .replace(/^[a-z]+:\/\//i, "")
      .replace(/[/?#].*$/s, "")
      .replace(/^www\./i, "")
      .toLowerCase(),
  people: (text) => text.replace(/^@/, ""),
};

const PHRASES = /[,،，、\n]/;
const SINGLE = /[,،，、\s]+/; // no space is ever in a name or a tag

/**
 * What a typed line adds to a part: it may hold several, with commas between, or spaces where none can be inside.
 * @param {string} part
 * @param {string} line
 */
export const parseEntries = (part, line) => {
  const kind = part.split(".").at(-1) ?? "";
  const clean = CLEAN[kind] ?? asTyped;
  const found = line
    .split(kind === "tags" || kind === "people" ? SINGLE : PHRASES)
    .map((one) => clean(one.trim()).trim())
    .filter(Boolean);
  return [...new Set(found)];
};
