// The suggestions under a post, live: what was said of each since the list was read.
import { useMemo } from "react";
import { hearing, useLast, useVersion } from "./live.js";

const said = new Map(); // suggestion id → the newest of it
const outdated = new Map(); // post id → the stamp of the headline that came in place of the one that they were about
const NOTHING = { open: [], decided: [] };

hearing("suggestion", ({ suggestion }) => {
  if (!(said.get(suggestion.id)?.stamp > suggestion.stamp)) said.set(suggestion.id, suggestion);
});
hearing("outdated", ({ post_id: post, stamp }) => outdated.set(post, Math.max(stamp, outdated.get(post) ?? 0)));

const isOpen = ({ state }) => state === "open" || state === "agreed";

/** The suggestions of a post: those that are `open`, the oldest first, and those `decided`, the newest first. */
export const useSuggestions = (read, postId) => {
  const seen = useVersion();
  const loaded = useLast(read?.post_id === postId ? read : null, postId);
  return useMemo(() => {
    if (!loaded) return NOTHING;
    const all = new Map(loaded.suggestions.map((one) => [one.id, one]));
    // What everybody hears says nothing of what this person said.
    for (const one of said.values())
      if (one.post_id === postId && one.stamp > loaded.stamp) all.set(one.id, { ...one, mine: all.get(one.id)?.mine ?? "" });
    const since = outdated.get(postId) ?? 0;
    const list = [...all.values()].map((one) => (isOpen(one) && one.stamp < since ? { ...one, state: "outdated" } : one));
    return {
      open: list.filter(isOpen).sort((a, b) => a.id - b.id),
      decided: list.filter((one) => !isOpen(one)).sort((a, b) => b.id - a.id),
    };
  }, [loaded, postId, seen]);
};
