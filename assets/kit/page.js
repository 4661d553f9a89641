// Small things that a page needs of the browser: more at the end of a list, and the mark that the app is there.
import { createElement, useEffect, useEffectEvent, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { setDraftOwner } from "./forms/local_drafts.js";
import { useElement } from "./hooks.js";
import { trouble } from "./live/line.js";

/** @import { ReactNode, RefObject } from "react" */

/**
 * Calls `onReach(cursor)` once for each cursor, a screen before the reader gets here.
 * @param {{ cursor: string, onReach: (cursor: string) => void }} props
 */
export const LoadMore = ({ cursor, onReach }) => {
  /** @type {RefObject<HTMLDivElement>} */
  const ref = useElement();
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
    watcher.observe(ref.current);
    return () => watcher.disconnect();
  }, [ref, cursor, onReach]);
  return createElement("div", { ref, "aria-hidden": true });
};

/**
 * Calls `onOwn()` as soon as one's own name is among the `authors`.
 * @param {{ authors: readonly string[], name: string, onOwn: () => void }} props
 */
export const ShowOwn = ({ authors, name, onOwn }) => {
  const own = Boolean(name) && authors.includes(name);
  const show = useEffectEvent(() => onOwn());
  useEffect(() => {
    if (own) show();
  }, [own]);
  return null;
};

/**
 * Whose drafts this browser keeps, once that is `known`: while a server that was restarted finds out, they are whose they were.
 * @param {{ name: string, known: boolean }} props
 */
export const DraftOwner = ({ name, known }) => {
  // Before the forms look for their drafts.
  useLayoutEffect(() => {
    if (known) setDraftOwner(name);
  }, [name, known]);
  return null;
};

let keeping = ""; // in which language the page for a dead line was asked for

const keepOfflinePage = () => {
  const { lang } = document.documentElement;
  if (keeping === lang || !navigator.serviceWorker) return;
  keeping = lang;
  // Where it is refused (a private window), the browser says in its own words that there is no line.
  navigator.serviceWorker.register(`/worker.js?language=${lang}`).catch(() => {});
};

/**
 * Stands in place of what has not come yet: the shapes of it, or, while the line is dead, that it is.
 * @param {{ title: string, text: string, again: string, children?: ReactNode }} props
 */
export const WhileLoading = ({ title, text, again, children }) => {
  const dead = useSyncExternalStore(trouble.subscribe, trouble.get, trouble.first);
  if (!dead) return children;
  return createElement(
    "div",
    { className: "empty" }, // the notice below has said it aloud
    createElement("h2", null, title),
    createElement("p", null, text),
    createElement("button", { type: "button", className: "btn", onClick: () => location.reload() }, again),
  );
};

/**
 * Says that there is something to show, so that what the server wrote for readers without scripts makes room, for good.
 * @param {{ when: boolean }} props
 */
export const PageReady = ({ when }) => {
  useEffect(() => {
    if (!when) return;
    document.documentElement.dataset.app = "ready";
    document.getElementById("readable")?.remove();
    keepOfflinePage();
  }, [when]);
  return null;
};
