// The suggestions under a post, live.
import { useMemo, useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { onMessage, useLastRead } from "./live.js";
import { NO_SUGGESTIONS, receiveSuggestion, viewSuggestions } from "./suggestion_list.js";

/** @import { SuggestionsView } from "../../../tools/kit/types/views" */

const NOTHING = { open: [], decided: [] };
const heard = externalValue(NO_SUGGESTIONS);
onMessage((message) => heard.set(receiveSuggestion(heard.get(), message)));

/**
 * The suggestions of a post: those that are `open`, the oldest first, and those `decided`, the newest first.
 * @param {SuggestionsView | null | undefined} read
 * @param {number} postId
 */
export const useSuggestions = (read, postId) => {
  const state = useSyncExternalStore(heard.subscribe, heard.get, heard.first);
  const list = useLastRead(read?.post_id === postId ? read : null, postId);
  return useMemo(() => (list ? viewSuggestions(state, list) : NOTHING), [state, list]);
};
