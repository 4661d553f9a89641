// The one live region of a page, in which what comes in is said once to those who do not see it come.
import { createElement, useEffect, useRef, useSyncExternalStore } from "react";
import { Sentence } from "../i18n.js";
import { externalValue } from "../values.js";
import { announce, newCorrections, SILENT, speak, withdraw } from "./announcements.js";

/** @import { PostView } from "../../../tools/kit/types/views" */
/** @import { Words } from "./announcements.js" */

const GATHERED = 1000; // milliseconds in which more of the same may come
const CORRECTIONS = "corrections";
const MANY = { [CORRECTIONS]: "feed.corrections_came" };

const announcements = externalValue(SILENT);
let timer = 0;

/**
 * Have something said once, of a topic and of one thing of it.
 * @param {string} topic
 * @param {unknown} about
 * @param {Words} words
 */
export const sayAloud = (topic, about, words) => {
  announcements.set(announce(announcements.get(), topic, about, words));
  timer ||= setTimeout(() => {
    timer = 0;
    announcements.set(speak(announcements.get(), Date.now(), MANY));
  }, GATHERED);
};

/** The region; rendered once, by the layout, and there before anything is said in it. */
export const Announcer = () => {
  const { region } = useSyncExternalStore(announcements.subscribe, announcements.get, announcements.first);
  return createElement(
    "div",
    { className: "hidden-visually announcer", "aria-live": "polite" },
    region.map(({ id, words }) => createElement("p", { key: id }, createElement(Sentence, words))),
  );
};

/**
 * Has it said how many of something came (`text`, a key with a `count`), whenever that changes; 0 for nothing to say.
 * @param {{ topic: string, text: string, count: number }} props
 */
export const AnnounceCount = ({ topic, text, count }) => {
  useEffect(() => {
    if (count > 0) sayAloud(topic, "", { text, params: { count } });
    else announcements.set(withdraw(announcements.get(), topic, ""));
  }, [topic, text, count]);
  useEffect(() => () => announcements.set(withdraw(announcements.get(), topic, "")), [topic]);
  return null;
};

/**
 * Has it said which of the posts on the screen were corrected while they stood there, whatever brought that.
 * @param {{ posts: readonly PostView[], me: string }} props
 */
export const AnnounceCorrections = ({ posts, me }) => {
  const known = useRef(/** @type {Map<number, number>} */ (new Map()));
  useEffect(() => {
    for (const { id, headline, corrected_at } of newCorrections(known.current, posts, me))
      sayAloud(CORRECTIONS, id, { text: "feed.correction_came", params: { headline, at: corrected_at } });
    known.current = new Map(posts.map((post) => [post.id, Math.max(post.corrected_at, known.current.get(post.id) ?? 0)]));
  }, [posts, me]);
  return null;
};
