// The comments of a post, live.
import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { externalValue } from "../values.js";
import { onMessage, useLastRead } from "./live.js";
import { NO_COMMENTS, readComments, readLater, receiveComment, viewComments, withOpenThread } from "./threads.js";

/** @import { CommentRights, CommentView } from "../../../tools/kit/types/views" */

const heard = externalValue(NO_COMMENTS);
onMessage((message, at) => heard.set(receiveComment(heard.get(), message, at)));

/**
 * The comments of a post in thread order; live ones are put in their place with this person's rights.
 * @param {CommentView[] | null | undefined} read
 * @param {CommentView[] | null | undefined} later
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
  useLayoutEffect(() => {
    if (later?.length) heard.set(readLater(heard.get(), postId, later, Date.now()));
  }, [later, postId]);
  return useMemo(() => viewComments(state, list, postId, me, rights), [state, list, postId, me, rights]);
};

/**
 * Show the deep answers under a comment, which phones fold away.
 * @param {number} id
 */
export const openThread = (id) => heard.set(withOpenThread(heard.get(), id));

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
