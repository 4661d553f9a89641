// Recent changes: how many came since the list was read, and fit what it is filtered by.
import { useLayoutEffect, useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { countNewChanges, NO_CHANGES, readChanges, receiveChange } from "./change_count.js";
import { onMessage } from "./live.js";

/** @import { ChangeFilter } from "./change_count.js" */

const changes = externalValue(NO_CHANGES);
onMessage((message) => changes.set(receiveChange(changes.get(), message)));

/**
 * How many changes that fit `filter` were made since `list` was read, in whatever part of the page that is asked.
 * @param {unknown[] | null | undefined} list
 * @param {ChangeFilter | null | undefined} filter
 */
export const useNewChanges = (list, filter) => {
  const state = useSyncExternalStore(changes.subscribe, changes.get, changes.first);
  useLayoutEffect(() => {
    if (list) changes.set(readChanges(changes.get(), list));
  }, [list]);
  return list && state.list === list ? countNewChanges(state, filter ?? {}) : 0;
};
