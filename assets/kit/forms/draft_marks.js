// What a form sends of its draft, and what came of it.
import { useEffect, useRef } from "react";
import { forgetStored } from "./local_drafts.js";

/**
 * For a form that sends what is typed to the server: `mark(place)` is the mark to send it with, and the server says in `stored` with which
 * mark the draft came that it has now. What was not typed since is forgotten in this browser.
 * @param {string | undefined} stored
 */
export const useDraftMarks = (stored) => {
  const places = useRef(/** @type {Map<string, string>} */ (new Map())); // by mark
  useEffect(() => {
    const place = places.current.get(stored ?? "");
    if (!place) return;
    forgetStored(place, Number(stored));
    // What was sent before it is of no interest any more.
    for (const earlier of places.current.keys()) if (Number(earlier) <= Number(stored)) places.current.delete(earlier);
  }, [stored]);
  return (/** @type {string} */ place) => {
    const mark = String(Date.now());
    places.current.set(mark, place);
    return mark;
  };
};
