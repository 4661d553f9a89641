// The draft of somebody's choices beside what is saved. It stands in this tab alone until it is saved or let go, outlives a reload,
// an error and the way through the registration, and its effect is asked for when the ticking pauses.
import { useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { rebase, sameChoices, setPart } from "./choices_diff.js";

/** @import { Choices } from "../../../tools/kit/types/views" */

const STORED = "choices"; // the key in the tab's storage
const PAUSE = 300;

/**
 * `owner` is the member's name, empty for a reader, null before the choices came. `base` is what is saved as `version`; `via` says
 * where the draft comes from (`saved`, `import`).
 * @typedef {Readonly<{ owner: string | null, version: number, base: Choices | null, draft: Choices | null, via: string }>} Draft
 */

const store = externalValue(/** @type {Draft} */ ({ owner: null, version: 0, base: null, draft: null, via: "saved" }));

/** The draft of the moment, followed. */
export const useDraft = () => useSyncExternalStore(store.subscribe, store.get, store.first);

/** The draft of the moment, for events and effects. */
export const currentDraft = store.get;

/** @type {(draft: Choices) => void} */
let ask = () => {};
let timer = 0;

/**
 * Have `onTry(draft)` called for the effect of the draft, some time after each change.
 * @param {(draft: Choices) => void} onTry
 */
export const askBy = (onTry) => {
  ask = onTry;
};

/** Ask for nothing that was changed until now: it is being saved, or nobody looks at it any more. */
export const stopAsking = () => clearTimeout(timer);

/**
 * What this tab stored, if it is this owner's. What a reader began goes on as theirs when they have become a member; a member's draft is
 * nobody else's.
 * @param {string} owner
 * @returns {Draft & { base: Choices, draft: Choices } | null}
 */
const storedFor = (owner) => {
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
    return stored?.draft && stored.base && (stored.owner === owner || stored.owner === "") ? stored : null;
  } catch {
    return null; // a browser may forbid to store anything
  }
};

const storeDraft = () => {
  const { owner, base, draft, via } = store.get();
  try {
    if (sameChoices(draft, base)) sessionStorage.removeItem(STORED);
    else sessionStorage.setItem(STORED, JSON.stringify({ owner, base, draft, via }));
  } catch {
    // It lasts as long as the page then.
  }
};

/**
 * Another draft.
 * @param {Choices | null} draft
 * @param {string} via
 */
export const setDraft = (draft, via = store.get().via) => {
  store.set({ ...store.get(), draft, via });
  storeDraft();
  clearTimeout(timer);
  timer = setTimeout(() => {
    const { draft: newest } = store.get();
    if (newest) ask(newest);
  }, PAUSE);
};

/**
 * Another value of one part of the draft.
 * @param {string} part
 * @param {unknown} value
 */
export const changePart = (part, value) => setDraft(setPart(store.get().draft, part, value));

/**
 * Begin with what is saved, or with what this tab stored of it (unless `fresh`). The draft, if there are changes in it.
 * @param {string} owner
 * @param {{ choices: Choices, version: number }} saved
 * @param {boolean} fresh
 */
export const beginDraft = (owner, saved, fresh) => {
  const stored = fresh ? null : storedFor(owner);
  // What was saved elsewhere meanwhile, or before a reader came in, stays: the draft's own changes are made to it.
  const draft = stored ? rebase(stored.base, stored.draft, saved.choices) : saved.choices;
  store.set({ owner, version: saved.version, base: saved.choices, draft, via: stored?.via ?? "saved" });
  storeDraft();
  return sameChoices(draft, saved.choices) ? null : draft;
};

/** @type {Set<() => void>} */
const halfTyped = new Set();

/**
 * Have `take` called before the draft is saved: it adds what stands in a field and was not added yet.
 * @param {() => void} take
 */
export const takeBeforeSaving = (take) => {
  halfTyped.add(take);
  return () => void halfTyped.delete(take);
};

/** The draft to be saved, with what stands in the fields. */
export const takeDraft = () => {
  halfTyped.forEach((take) => take());
  stopAsking();
  return store.get();
};
