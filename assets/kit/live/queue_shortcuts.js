// The keys of the moderation queue: which key does what, while one types and while a case is open. Pure.

/** What a key does to a case that is open: it chooses a decision. @type {Readonly<Record<string, string>>} */
const CHOICES = { d: "dismiss", w: "warn", c: "cover", l: "lock", m: "move", r: "hide" };

/** What a key presses where posts are reviewed. @type {Readonly<Record<string, string>>} */
const REVIEWS = { a: "approve", r: "refuse" };

/** @type {Readonly<Record<string, string>>} */
const MOVES = { j: "next", k: "previous", o: "open" };

/**
 * What a press of a key asks for: `next`, `previous`, `open`, `back`, `choose:warn`, `press:approve`; nothing for any other key.
 * A key is known by its letter, and by its place where the keyboard writes another script.
 * @param {{ key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean }} press
 * @param {{ typing: boolean, opened: boolean, reviewing?: boolean }} where
 */
export const shortcutOf = ({ key, code, ctrlKey, metaKey, altKey }, { typing, opened, reviewing }) => {
  if (ctrlKey || metaKey || altKey || typing) return "";
  if (opened && key === "Escape") return "back";
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase();
  if (reviewing && letter !== "j" && letter !== "k") return REVIEWS[letter] ? `press:${REVIEWS[letter]}` : "";
  if (MOVES[letter]) return MOVES[letter];
  return opened && CHOICES[letter] ? `choose:${CHOICES[letter]}` : "";
};

/**
 * Where the focus goes from the case at `index` of `count`; -1 for nowhere.
 * @param {string} move
 * @param {number} index
 * @param {number} count
 */
export const moveTo = (move, index, count) => {
  if (!count) return -1;
  return Math.max(0, Math.min(move === "next" ? index + 1 : index - 1, count - 1));
};
