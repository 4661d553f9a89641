// Cases of the moderation queue: as they were read, with what was said of each since. Pure.
import { withEntry } from "./maps.js";

/** @import { CaseChanged, Message } from "../../../tools/kit/types/messages" */

const READING = 20000; // milliseconds; reading the queue takes less

/** @typedef {Readonly<{ id: number, flags: number, holder: string, held_until: number }>} Case */
/** @typedef {ReadonlyMap<number, Readonly<{ said: CaseChanged, at: number }>>} HeardCases */

/** @type {HeardCases} */
export const NO_CASES = new Map();

/**
 * A message came; `at` is the time, in milliseconds since 1970.
 * @param {HeardCases} heard
 * @param {Message} message
 * @param {number} at
 * @returns {HeardCases}
 */
export const receiveCase = (heard, message, at) => (message.kind === "case" ? withEntry(heard, message.id, { said: message, at }) : heard);

/**
 * The queue was read: it knows better than what was said long before it was asked for.
 * @param {HeardCases} heard
 * @param {number} at
 * @returns {HeardCases}
 */
export const readCases = (heard, at) => new Map([...heard].filter(([, one]) => one.at >= at - READING));

/**
 * The cases as they are at a time: who has which open, and which were closed meanwhile, by whose decision.
 * @template {Case} C
 * @param {HeardCases} heard
 * @param {readonly C[]} cases
 * @param {number} at
 */
export const viewCases = (heard, cases, at) =>
  cases.map((one) => {
    const said = heard.get(one.id)?.said;
    const now = said ? { ...one, flags: said.flags || one.flags, holder: said.holder, held_until: said.held_until } : one;
    const held = now.held_until > at;
    return { ...now, holder: held ? now.holder : "", closed: said?.closed ?? false, decided_by: said?.decided_by ?? "" };
  });

/**
 * When a case is nobody's any more, next; Infinity for never.
 * @param {HeardCases} heard
 * @param {readonly Case[]} cases
 * @param {number} at
 */
export const nextRelease = (heard, cases, at) =>
  Math.min(...cases.map((one) => heard.get(one.id)?.said.held_until ?? one.held_until).filter((until) => until > at), Infinity);
