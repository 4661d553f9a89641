// Who is editing what: heard from the bus, forgotten when they go or nothing is heard of them any more. Pure.
import { withEntry } from "./maps.js";

/** @import { Message } from "../../../tools/kit/types/messages" */

const LASTS = 36000; // milliseconds; a worker says it again three times meanwhile (ui/presence.py)

/** @typedef {ReadonlyMap<string, ReadonlyMap<string, number>>} Editors place → name → until when it holds */

/** @type {Editors} */
export const NO_EDITORS = new Map();

/**
 * A message came; `at` is the time, in milliseconds since 1970.
 * @param {Editors} editors
 * @param {Message} message
 * @param {number} at
 * @returns {Editors}
 */
export const receivePresence = (editors, message, at) => {
  if (message.kind !== "presence") return editors;
  const names = new Map(editors.get(message.place));
  if (message.here) names.set(message.name, at + LASTS);
  else names.delete(message.name);
  return withEntry(editors, message.place, names);
};

/**
 * Those of whom nothing was heard for too long are gone.
 * @param {Editors} editors
 * @param {number} at
 * @returns {Editors}
 */
export const expireEditors = (editors, at) => {
  if (![...editors.values()].some((names) => [...names.values()].some((until) => until <= at))) return editors;
  /** @param {ReadonlyMap<string, number>} names */
  const present = (names) => new Map([...names].filter(([, until]) => until > at));
  return new Map([...editors].map(([place, names]) => [place, present(names)]));
};
