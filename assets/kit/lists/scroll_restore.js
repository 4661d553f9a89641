// Coming back to a list by the browser's own way back: it stands as it was left, at the post that was being read.
import { useLayoutEffect, useRef } from "react";

/** @import { Feed } from "../live/feed_pages.js" */

const MOST = 20; // lists
const FRESH = 15 * 60000; // milliseconds; what is older is better read anew
const SETTLING = 12; // frames: what comes near is laid out, and moves what is below

/**
 * A feed as it was left: when (`at`), and where the first post in sight stood (`index`, −1 for the top of the list).
 * @typedef {{ key: string, feed: Feed, at: number, index: number, top: number }} LeftFeed
 */

/** @type {Map<string, LeftFeed>} */
const left = new Map(); // by entry of the browser's history
/** @type {Map<string, number>} */
const uses = new Map(); // feed key → how many parts of the page show something of it

const articles = () => document.querySelectorAll(".feed > article");

/**
 * @param {string} entry
 * @param {string} key
 * @param {Feed} feed
 */
const leave = (entry, key, feed) => {
  const list = [...articles()];
  const index = scrollY > 0 ? list.findIndex((article) => article.getBoundingClientRect().bottom > 0) : -1;
  const top = list[index]?.getBoundingClientRect().top ?? 0;
  left.delete(entry);
  left.set(entry, { key, feed, at: Date.now(), index, top });
  const [oldest] = left.keys();
  if (left.size > MOST && oldest !== undefined) left.delete(oldest);
};

/**
 * What was left at this entry of the history: its feed and its place; null for a list opened anew.
 * @param {string} entry
 * @param {string} key
 */
export const findScroll = (entry, key) => {
  const was = left.get(entry);
  return was?.key === key && Date.now() - was.at < FRESH ? was : null;
};

/**
 * @param {LeftFeed | null} was
 * @param {number} frames
 */
const settle = (was, frames = SETTLING) => {
  if (!was || was.index < 0 || !frames) return;
  requestAnimationFrame(() => {
    const there = articles()[was.index];
    if (there) scrollBy({ top: there.getBoundingClientRect().top - was.top, behavior: "instant" });
    settle(was, frames - 1);
  });
};

/**
 * Says that a part of the page shows something of the feed `key`. Many parts use one, and some come and go: with the last of them
 * `giveUp(key)` takes it away and hands it over, and it is kept for the way back alone. In layout effects: what is left can still be
 * measured.
 * @param {string | undefined} key
 * @param {string} entry
 * @param {(key: string) => Feed | undefined} giveUp
 */
export const useScrollRestore = (key, entry, giveUp) => {
  const at = useRef(entry);
  useLayoutEffect(() => {
    if (!key) return undefined;
    if (!uses.get(key)) settle(findScroll(at.current, key));
    uses.set(key, (uses.get(key) ?? 0) + 1);
    return () => {
      const others = (uses.get(key) ?? 1) - 1;
      uses.set(key, others);
      if (others) return;
      const feed = giveUp(key);
      if (feed) leave(at.current, key, feed);
    };
  }, [key, giveUp]);
  useLayoutEffect(() => {
    at.current = entry;
  }, [entry]);
};
