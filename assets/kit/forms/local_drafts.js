// What was typed, in this browser, until the server has it: a draft there may be older when the line or the server was away.

const PREFIX = "draft:";
const KEPT = 7 * 24 * 3600 * 1000; // milliseconds

/**
 * @typedef {Readonly<{ at: number, values: Record<string, string> }>} LocalDraft `at` in milliseconds
 */

let owner = "";

/**
 * Whose drafts these are; nobody sees another member's.
 * @param {string} name
 */
export const setDraftOwner = (name) => {
  owner = name;
};

/** @param {string} place */
const keyOf = (place) => `${PREFIX}${owner}:${place}`;

/**
 * The draft that a browser holds for a place, unless the server's of `since` (milliseconds, 0 for none) is as new.
 * @param {string | null} stored
 * @param {number} since
 * @param {number} now
 * @returns {Record<string, string> | null}
 */
export const newerDraft = (stored, since, now) => {
  if (!stored) return null;
  const { at = 0, values = null } = /** @type {LocalDraft} */ (JSON.parse(stored));
  return at > since && now - at < KEPT ? values : null;
};

/**
 * @param {string} place
 * @param {Record<string, string>} values
 */
export const saveLocally = (place, values) => {
  if (!owner || !place) return;
  try {
    localStorage.setItem(keyOf(place), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // No room, or not allowed: the server's draft has to do.
  }
};

/**
 * @param {string} place
 * @param {number} since
 */
export const readLocally = (place, since) => {
  if (!owner || !place) return null;
  try {
    return newerDraft(localStorage.getItem(keyOf(place)), since, Date.now());
  } catch {
    return null;
  }
};

/** @param {string} place */
export const forgetLocally = (place) => {
  try {
    localStorage.removeItem(keyOf(place));
  } catch {
    // There is nothing to forget.
  }
};

/** Whoever logs out leaves nothing behind on this machine. */
export const forgetAllLocally = () => {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach((key) => localStorage.removeItem(key));
  } catch {
    // There is nothing to forget.
  }
};
