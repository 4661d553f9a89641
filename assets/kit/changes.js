// Recent changes: how many came since the list was read, and fit what it was filtered by.
import { hearing, useHeard } from "$/public/kit/live.js";

const MOST = 1000;
const hints = [];
const marks = new WeakMap(); // list → how many hints had come when it was first seen, in whatever part of the page
let came = 0;

hearing("change", (hint) => {
  came += 1;
  hints.push(hint);
  if (hints.length > MOST) hints.shift();
});

const trusted = { admin: "trusted" };
const fits = (hint, { kind, subwiki_id, standing }) =>
  (!kind || kind === hint.what) &&
  (!subwiki_id || !hint.subwiki_id || subwiki_id === hint.subwiki_id) &&
  (!standing || standing === (trusted[hint.standing] ?? hint.standing));

/** How many changes that fit `wanted` were made since `loaded`, a list, was read. */
export const useChanges = (loaded, wanted) => {
  useHeard("change", loaded);
  if (!loaded) return 0;
  if (!marks.has(loaded)) marks.set(loaded, came);
  const fresh = came - marks.get(loaded);
  return fresh ? hints.slice(-fresh).filter((hint) => fits(hint, wanted ?? {})).length : 0;
};
