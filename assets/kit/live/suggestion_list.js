// The suggestions under posts: what the bus said of them, and the list as it was read with that put into it. Pure.
import { withEntry } from "./maps.js";

/** @import { Message } from "../../../tools/kit/types/messages" */
/** @import { SuggestionView, SuggestionsView } from "../../../tools/kit/types/views" */

/**
 * By suggestion the newest of it; by post the stamp of the headline that came in place of the one that suggestions are about.
 * @typedef {Readonly<{ suggestions: ReadonlyMap<number, SuggestionView>, outdated: ReadonlyMap<number, number> }>} SuggestionState
 */

/** @type {SuggestionState} */
export const NO_SUGGESTIONS = { suggestions: new Map(), outdated: new Map() };

/**
 * A message came.
 * @param {SuggestionState} state
 * @param {Message} message
 * @returns {SuggestionState}
 */
export const receiveSuggestion = (state, message) => {
  if (message.kind === "outdated") {
    const stamp = Math.max(message.stamp, state.outdated.get(message.post_id) ?? 0);
    return { ...state, outdated: withEntry(state.outdated, message.post_id, stamp) };
  }
  if (message.kind !== "suggestion") return state;
  const { suggestion } = message;
  const known = state.suggestions.get(suggestion.id);
  if (known && known.stamp > suggestion.stamp) return state;
  return { ...state, suggestions: withEntry(state.suggestions, suggestion.id, suggestion) };
};

/** @param {SuggestionView} suggestion */
const isOpen = ({ state }) => state === "open" || state === "agreed";

/**
 * The suggestions of a post as they are now: those that are `open`, the oldest first, and those `decided`, the newest first.
 * @param {SuggestionState} state
 * @param {SuggestionsView} read
 */
export const viewSuggestions = ({ suggestions, outdated }, read) => {
  const all = new Map(read.suggestions.map((one) => [one.id, one]));
  // What everybody hears says nothing of what this person said.
  for (const one of suggestions.values())
    if (one.post_id === read.post_id && one.stamp > read.stamp) all.set(one.id, { ...one, mine: all.get(one.id)?.mine ?? "" });
  const since = outdated.get(read.post_id) ?? 0;
  const list = [...all.values()].map((one) => (isOpen(one) && one.stamp < since ? { ...one, state: "outdated" } : one));
  return {
    open: list.filter(isOpen).sort((a, b) => a.id - b.id),
    decided: list.filter((one) => !isOpen(one)).sort((a, b) => b.id - a.id),
  };
};
