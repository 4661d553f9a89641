// What was typed, in this browser, until the server has it. Whoever writes goes on with it: nothing else of it is newer.
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
 * The values of a draft that a browser holds, unless it is a week old.
 * @param {string | null} item
 * @param {number} now milliseconds
 * @returns {Record<string, string> | null}
 */
export const recentDraft = (item, now) => {
  if (!item) return null;
  const { at = 0, values = null } = /** @type {LocalDraft} */ (JSON.parse(item));
  return now - at < KEPT ? values : null;
};

/**
 * Whether the server has all of a draft that a browser holds: nothing was typed after what was stored had been sent (milliseconds).
 * @param {string | null} item
 * @param {number} sentAt
 */
export const isStored = (item, sentAt) => Boolean(item) && /** @type {LocalDraft} */ (JSON.parse(item ?? "")).at <= sentAt;

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

/** @param {string} place */
export const readLocally = (place) => {
  if (!owner || !place) return null;
  try {
    return recentDraft(localStorage.getItem(keyOf(place)), Date.now());
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

/**
 * The server has what was sent then (milliseconds).
 * @param {string} place
 * @param {number} sentAt
 */
export const forgetStored = (place, sentAt) => {
  try {
    if (isStored(localStorage.getItem(keyOf(place)), sentAt)) forgetLocally(place);
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
