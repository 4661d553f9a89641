// Small things that a page needs of the browser: more at the end of a list, and the mark that the app is there.
import { createElement, useEffect, useRef } from "react";

/** Calls `onReach(cursor)` once for each cursor, a screen before the reader gets here. */
export const More = ({ cursor, onReach }) => {
  const here = useRef(null);
  const asked = useRef("");
  useEffect(() => {
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting) && asked.current !== cursor) {
          asked.current = cursor;
          onReach(cursor);
        }
      },
      { rootMargin: "800px" },
    );
    watcher.observe(here.current);
    return () => watcher.disconnect();
  }, [cursor, onReach]);
  return createElement("div", { ref: here, "aria-hidden": true });
};

/** Says that there is something to show, so that what the server wrote for readers without scripts makes room, for good. */
export const Ready = ({ when }) => {
  useEffect(() => {
    if (!when) return;
    document.documentElement.dataset.app = "ready";
    document.getElementById("readable")?.remove();
  }, [when]);
  return null;
};
