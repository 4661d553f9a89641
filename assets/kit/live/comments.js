// The comments of a post, live.
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { externalValue } from "../values.js";
import { onMessage, useLastRead } from "./live.js";
import { forgetLater, NO_COMMENTS, readComments, readLater, receiveComment, viewComments, withOpenThread } from "./threads.js";

/** @import { CommentRights, CommentView, ThreadPage } from "../../../tools/kit/types/views" */

const heard = externalValue(NO_COMMENTS);
onMessage((message, at) => heard.set(receiveComment(heard.get(), message, at)));

/**
 * The comments of a post in thread order; live ones are put in their place with this person's rights.
 * @param {CommentView[] | null | undefined} read
 * @param {ThreadPage | null | undefined} later
 * @param {number} postId
 * @param {string} me
 * @param {CommentRights | null | undefined} rights
 */
export const useComments = (read, later, postId, me, rights) => {
  const state = useSyncExternalStore(heard.subscribe, heard.get, heard.first);
  const list = useLastRead(read, postId);
  useLayoutEffect(() => {
    if (list) heard.set(readComments(heard.get(), postId, list, Date.now()));
  }, [list, postId]);
  // What was there from the beginning is of an earlier visit.
  const earlier = useRef(later);
  useLayoutEffect(() => {
    if (later?.since && later !== earlier.current) heard.set(readLater(heard.get(), postId, later, Date.now()));
  }, [later, postId]);
  // Whoever comes back begins with the first page.
  useLayoutEffect(() => () => heard.set(forgetLater(heard.get(), postId)), [postId]);
  return useMemo(() => viewComments(state, list, postId, me, rights), [state, list, postId, me, rights]);
};

/**
 * Show the deep answers under a comment, which phones fold away.
 * @param {number} id
 */
export const openThread = (id) => heard.set(withOpenThread(heard.get(), id));

/**
 * How far somebody has read on in a thread: where the comments begin that they did not ask for yet, Infinity for who has read all of it,
 * asked for or not; 0 for who asked for none and has not. It goes back by nothing, not even when the first page is read anew.
 * @param {CommentView[] | null | undefined} read
 * @param {ThreadPage | null | undefined} later
 * @param {number} after
 */
const useFarthest = (read, later, after) => {
  const end = read ? after || Infinity : 0;
  // What stands at the end without being whole was read on to: here, or on an earlier visit.
  const whole = end === Infinity && !later?.since;
  const [seen, setSeen] = useState({ end, whole, farthest: 0 });
  if (end && end !== seen.end) {
    const asked = seen.end && end > seen.end ? end : 0;
    setSeen({ end, whole, farthest: Math.max(asked, seen.farthest, seen.whole ? Infinity : 0) });
  }
  return seen.farthest;
};

/**
 * Where the comments begin that a press asks for: those that follow all that are shown, even while these are read anew.
 * @param {CommentView[] | null | undefined} read
 * @param {ThreadPage | null | undefined} later
 * @param {number} after
 */
export const useMoreAfter = (read, later, after) => {
  const farthest = useFarthest(read, later, after);
  return Number.isFinite(farthest) ? Math.max(farthest, after) : after;
};

/**
 * Asks for more comments until they are `read` as far as before. Those that follow the first page stay on the screen when that is read
 * anew, as after a break of the line, and may have changed meanwhile. `after` is where those begin that were not read; 0 for none.
 * @param {{
 *   read: CommentView[] | null | undefined, later: ThreadPage | null | undefined, after: number, onMore: (after: number) => void,
 * }} props
 */
export const ReadOn = ({ read, later, after, onMore }) => {
  const farthest = useFarthest(read, later, after);
  const readOn = useEffectEvent(() => {
    if (read && after && after < farthest) onMore(after);
  });
  useEffect(() => readOn(), [read, after]);
  return null;
};

/**
 * Asks for the comment that the address names, unless it is among those that were `read`; once for each address.
 * @param {{ read: CommentView[] | null | undefined, onFind: (id: number) => void }} props
 */
export const FindComment = ({ read, onFind }) => {
  const { hash } = useLocation();
  const asked = useRef("");
  useEffect(() => {
    const id = Number(/^#comment-(\d{1,9})$/.exec(hash)?.[1] ?? 0);
    if (!id || !read || asked.current === hash) return;
    asked.current = hash;
    if (!read.some((comment) => comment.id === id)) onFind(id);
  }, [hash, read, onFind]);
  return null;
};
