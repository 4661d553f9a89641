// How many recent changes came since the list of them was read, and fit what it is filtered by. Pure.

/** @import { RecentChange, Message } from "../../../tools/kit/types/messages" */

const MOST = 1000; // hints

/**
 * The newest hints, how many came in all (`total`), and how many had come when `list` was read (`before`).
 * @typedef {Readonly<{ hints: readonly RecentChange[], total: number, list: unknown, before: number }>} ChangeState
 */
/**
 * What the list is filtered by; empty or 0 for everything.
 * @typedef {{ kind?: string, subwiki_id?: number, standing?: string }} ChangeFilter
 */

/** @type {ChangeState} */
export const NO_CHANGES = { hints: [], total: 0, list: null, before: 0 };

/**
 * A message came.
 * @param {ChangeState} state
 * @param {Message} message
 * @returns {ChangeState}
 */
export const receiveChange = (state, message) =>
  message.kind === "change" ? { ...state, hints: [...state.hints, message].slice(-MOST), total: state.total + 1 } : state;

/**
 * A list of recent changes was read.
 * @param {ChangeState} state
 * @param {unknown} list
 * @returns {ChangeState}
 */
export const readChanges = (state, list) => (state.list === list ? state : { ...state, list, before: state.total });

/** @type {Readonly<Record<string, string>>} */
const LISTED_AS = { admin: "trusted" };

/**
 * @param {RecentChange} hint
 * @param {ChangeFilter} filter
 */
const fits = (hint, { kind, subwiki_id, standing }) =>
  (!kind || kind === hint.what) &&
  (!subwiki_id || !hint.subwiki_id || subwiki_id === hint.subwiki_id) &&
  (!standing || standing === (LISTED_AS[hint.standing] ?? hint.standing));

/**
 * How many changes that fit `filter` came since the list was read.
 * @param {ChangeState} state
 * @param {ChangeFilter} filter
 */
export const countNewChanges = ({ hints, total, before }, filter) => {
  const fresh = total - before;
  return fresh ? hints.slice(-fresh).filter((hint) => fits(hint, filter)).length : 0;
};
