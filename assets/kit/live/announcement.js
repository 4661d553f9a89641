// What an admin announced, at the top of every page: until this browser puts it away, it is taken down, or its time is over.
import { createElement, useEffect, useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { langOf } from "../written_language.js";
import { sayAloud } from "./announcer.js";
import { onMessage } from "./live.js";

/** @import { AnnouncementChanged } from "../../../tools/kit/types/messages" */
/** @typedef {Pick<AnnouncementChanged, "version" | "id" | "text" | "tone" | "until">} Announcement */

const COOKIE = "announcement"; // as endpoints/looks.py sets it for browsers without scripts
const KEPT = 31536000; // seconds
const LONGEST = 2 ** 31 - 1; // milliseconds that a timer can wait

/** @type {Announcement} */
const NONE = { version: -1, id: 0, text: "", tone: "", until: 0 };

const heard = externalValue(NONE);
const dismissed = externalValue(0); // the number of the one that was put away here
const over = externalValue(0); // the number of the one whose time is over

const kept = () => Number(document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=([0-9]{1,9})(?:;|$)`))?.[1] ?? 0);
if (typeof document !== "undefined") dismissed.set(kept());

onMessage((message) => {
  if (message.kind !== "announcement" || message.version < heard.get().version) return;
  heard.set(message);
  if (message.text) sayAloud("announcement", message.id, { text: "nav.announcement_came", params: { text: message.text } });
});

/** @param {number} id */
const putAway = (id) => {
  document.cookie = `${COOKIE}=${id}; path=/; max-age=${KEPT}; samesite=lax`;
  dismissed.set(id);
};

/**
 * The newer of what the server said when the page was opened (`shown`) and what came since.
 * @param {{ shown: Announcement, news: string, warning: string, dismiss: string }} props
 */
export const AnnouncementBanner = ({ shown, news, warning, dismiss }) => {
  const came = useSyncExternalStore(heard.subscribe, heard.get, heard.first);
  const away = useSyncExternalStore(dismissed.subscribe, dismissed.get, dismissed.first);
  const ended = useSyncExternalStore(over.subscribe, over.get, over.first);
  const { id, text, tone, until } = came.version > shown.version ? came : shown;
  useEffect(() => {
    if (!until) return undefined;
    const timer = setTimeout(() => over.set(id), Math.min(Math.max(0, until - Date.now()), LONGEST));
    return () => clearTimeout(timer);
  }, [id, until]);
  if (!text || id === away || id === ended) return null;
  const label = tone === "warning" ? warning : news;
  return createElement(
    "section",
    { className: `announcement ${tone}`, "aria-label": label },
    createElement(
      "div",
      null,
      createElement("p", null, createElement("b", null, label), " ", createElement("span", { dir: "auto", lang: langOf(text) }, text)),
      createElement("button", { type: "button", className: "btn quiet", onClick: () => putAway(id) }, dismiss),
    ),
  );
};
