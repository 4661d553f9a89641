// Coming back to a list by the browser's own way back: it stands as it was left, at the post that was being read.
import { useLayoutEffect, useRef } from "react";

const KEPT = 20; // lists
const FRESH = 15 * 60000; // what is older is better read anew
const SETTLING = 12; // frames: what comes near is laid out, and moves what is below
const left = new Map(); // history entry → {key, feed, at, index, top}
const uses = new Map(); // feed key → how many parts of the page show something of it

const articles = () => document.querySelectorAll(".feed > article");

// With the first post in sight, and where it stood.
const leave = (entry, key, feed) => {
  const list = [...articles()];
  const index = scrollY > 0 ? list.findIndex((article) => article.getBoundingClientRect().bottom > 0) : -1;
  const top = list[index]?.getBoundingClientRect().top;
  left.delete(entry);
  left.set(entry, { key, feed, at: Date.now(), index, top });
  if (left.size > KEPT) left.delete(left.keys().next().value);
};

/** What was left at this entry of the history: its `feed` and its place; null for a list opened anew. */
export const find = (entry, key) => {
  const was = left.get(entry);
  return was?.key === key && Date.now() - was.at < FRESH ? was : null;
};

const settle = (was, frames = SETTLING) => {
  if (!was || was.index < 0 || !frames) return;
  requestAnimationFrame(() => {
    const there = articles()[was.index];
    if (there) scrollBy({ top: there.getBoundingClientRect().top - was.top, behavior: "instant" });
    settle(was, frames - 1);
  });
};

/**
 * Says that a part of the page shows something of the feed `key` of `feeds`. Many parts use one, and some come and go: it
 * is given up with the last of them, and kept for the way back alone. In layout effects: what is left can still be measured.
 */
export const useUse = (feeds, key, entry) => {
  const at = useRef(entry);
  useLayoutEffect(() => {
    if (!key) return undefined;
    if (!uses.get(key)) settle(find(at.current, key));
    uses.set(key, (uses.get(key) ?? 0) + 1);
    return () => {
      uses.set(key, uses.get(key) - 1);
      if (uses.get(key)) return;
      if (feeds.has(key)) leave(at.current, key, feeds.get(key));
      feeds.delete(key);
    };
  }, [key]);
  useLayoutEffect(() => {
    at.current = entry;
  }, [entry]);
};
