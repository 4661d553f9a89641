// The comments of a post, live.
import { useLayoutEffect, useMemo, useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { onMessage, useLastRead } from "./live.js";
import { NO_COMMENTS, readComments, receiveComment, viewComments, withOpenThread } from "./threads.js";

/** @import { CommentRights, CommentView } from "../../../tools/kit/types/views" */

const heard = externalValue(NO_COMMENTS);
onMessage((message, at) => heard.set(receiveComment(heard.get(), message, at)));

/**
 * The comments of a post in thread order; live ones are put in their place with this person's rights.
 * @param {CommentView[] | null | undefined} read
 * @param {number} postId
 * @param {string} me
 * @param {CommentRights | null | undefined} rights
 */
export const useComments = (read, postId, me, rights) => {
  const state = useSyncExternalStore(heard.subscribe, heard.get, heard.first);
  const list = useLastRead(read, postId);
  useLayoutEffect(() => {
    if (list) heard.set(readComments(heard.get(), postId, list, Date.now()));
  }, [list, postId]);
  return useMemo(() => viewComments(state, list, postId, me, rights), [state, list, postId, me, rights]);
};

/**
 * Show the deep answers under a comment, which phones fold away.
 * @param {number} id
 */
export const openThread = (id) => heard.set(withOpenThread(heard.get(), id));
