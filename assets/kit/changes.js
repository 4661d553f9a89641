// Recent changes: how many came since the list was read, and fit what it was filtered by.
import { hearing, useHeard } from "$/public/kit/live.js";

const MOST = 1000;
const hints = [];

hearing("change", (hint) => {
  hints.push(hint);
  if (hints.length > MOST) hints.shift();
});

const trusted = { admin: "trusted" };
const fits = (hint, { kind, subwiki_id, standing }) =>
  (!kind || kind === hint.what) &&
  (!subwiki_id || !hint.subwiki_id || subwiki_id === hint.subwiki_id) &&
  (!standing || standing === (trusted[hint.standing] ?? hint.standing));

/** How many changes that fit `wanted` were made since `loaded` was read. */
export const useChanges = (loaded, wanted) => {
  const heard = useHeard("change", loaded);
  return heard ? hints.slice(-heard).filter((hint) => fits(hint, wanted ?? {})).length : 0;
};
