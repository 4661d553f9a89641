// The moderation queue, live: who has which case open, and what was decided meanwhile.
import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { onMessage } from "./live.js";
import { NO_CASES, nextRelease, readCases, receiveCase, viewCases } from "./queue_cases.js";

/** @import { Case } from "./queue_cases.js" */

const LONGEST = 600000; // milliseconds that a timer waits at most
const heard = externalValue(NO_CASES);
onMessage((message, at) => heard.set(receiveCase(heard.get(), message, at)));

/**
 * The cases of a page of the queue as they are now.
 * @template {Case} C
 * @param {readonly C[] | null | undefined} read
 */
export const useCases = (read) => {
  const said = useSyncExternalStore(heard.subscribe, heard.get, heard.first);
  const [at, setAt] = useState(() => Date.now());
  useLayoutEffect(() => {
    if (read) heard.set(readCases(heard.get(), Date.now()));
  }, [read]);
  useEffect(() => {
    const until = nextRelease(said, read ?? [], Date.now());
    if (until === Infinity) return undefined;
    const timer = setTimeout(() => setAt(Date.now()), Math.min(until - Date.now() + 50, LONGEST));
    return () => clearTimeout(timer);
  }, [said, read, at]);
  return useMemo(() => viewCases(said, read ?? [], at), [said, read, at]);
};
