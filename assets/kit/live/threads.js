// The comments of posts: what the bus said of them, and a list in thread order with that put into it. Pure.
import { withEntry } from "./maps.js";
import { rememberLast } from "./remember.js";

/** @import { Message } from "../../../tools/kit/types/messages" */
/** @import { CommentRights, CommentView, ThreadPage } from "../../../tools/kit/types/views" */

const LISTS = 20; // lists of which it is known that they were read
const READING = 20000; // milliseconds; reading a page takes less
const DEEPEST = 6; // limits.COMMENT_DEPTH
const FOLDED = 3; // phones fold away what is deeper

/**
 * By comment: the newest message about it, and when it came; those whose deep answers are shown. By post: the list that
 * was read last, and by id what was read later of what follows it.
 * @typedef {Readonly<{
 *   comments: ReadonlyMap<number, Readonly<{ comment: CommentView, at: number }>>,
 *   open: ReadonlySet<number>,
 *   lists: ReadonlyMap<number, readonly CommentView[]>,
 *   later: ReadonlyMap<number, ReadonlyMap<number, CommentView>>,
 * }>} CommentState
 */

/** @type {CommentState} */
export const NO_COMMENTS = { comments: new Map(), open: new Set(), lists: new Map(), later: new Map() };

/**
 * A message came; `at` is the time, in milliseconds since 1970.
 * @param {CommentState} state
 * @param {Message} message
 * @param {number} at
 * @returns {CommentState}
 */
export const receiveComment = (state, message, at) => {
  if (message.kind !== "comment") return state;
  const { comment } = message;
  const known = state.comments.get(comment.id)?.comment;
  if (known && known.revision > comment.revision) return state;
  return { ...state, comments: withEntry(state.comments, comment.id, { comment, at }) };
};

/**
 * The first comments of a post were read: they know better than what was said long before they were asked for. What follows them stays.
 * @param {CommentState} state
 * @param {number} postId
 * @param {readonly CommentView[]} list
 * @param {number} at
 * @returns {CommentState}
 */
export const readComments = (state, postId, list, at) => {
  if (state.lists.get(postId) === list) return state;
  return { ...state, comments: withoutKnown(state.comments, list, at), lists: withEntry(state.lists, postId, list, LISTS) };
};

/**
 * What was said of comments, without what was said long before these were asked for.
 * @param {CommentState["comments"]} comments
 * @param {readonly CommentView[]} list
 * @param {number} at
 */
const withoutKnown = (comments, list, at) => {
  const read = new Set(list.map(({ id }) => id));
  return new Map([...comments].filter(([id, live]) => !read.has(id) || live.at >= at - READING));
};

/**
 * A page of a post's comments was read, of those that follow its list. It takes the place of what was read of the same stretch before:
 * what has been hidden meanwhile is gone.
 * @param {CommentState} state
 * @param {number} postId
 * @param {ThreadPage} page
 * @param {number} at
 * @returns {CommentState}
 */
export const readLater = (state, postId, { comments, since, after }, at) => {
  const known = state.later.get(postId) ?? new Map();
  const isRead = comments.every((comment) => known.get(comment.id) === comment);
  if (comments.some((comment) => comment.post_id !== postId) || (comments.length && isRead)) return state;
  const around = [...known].filter(([id]) => id <= since || id > (after || Infinity));
  const later = new Map([...around, ...comments.map((comment) => /** @type {const} */ ([comment.id, comment]))]);
  return { ...state, comments: withoutKnown(state.comments, comments, at), later: withEntry(state.later, postId, later, LISTS) };
};

/**
 * Nothing on the screen shows this thread any more.
 * @param {CommentState} state
 * @param {number} postId
 * @returns {CommentState}
 */
export const forgetLater = (state, postId) => ({ ...state, later: withEntry(state.later, postId, new Map(), LISTS) });

/**
 * The deep answers under a comment, which phones fold away, are shown.
 * @param {CommentState} state
 * @param {number} id
 * @returns {CommentState}
 */
export const withOpenThread = (state, id) => ({ ...state, open: new Set(state.open).add(id) });

/**
 * A comment on the screen. `fresh`: it came while the page was open; `more`: so many deep answers under it are folded away on phones;
 * `deep`: it is one of those.
 * @typedef {CommentView & { fresh?: boolean, more?: number, deep?: boolean }} ThreadComment
 */

/**
 * The list with one more comment, as the last answer to its parent.
 * @param {ThreadComment[]} list
 * @param {ThreadComment} comment
 */
const insert = (list, comment) => {
  const at = list.findIndex((other) => other.id === comment.parent_id);
  const parent = list[at];
  const depth = parent ? Math.min(parent.depth + 1, DEEPEST) : 0;
  const after = parent ? list.findIndex((other, index) => index > at && (other.depth < depth || other.depth <= parent.depth)) : -1;
  const end = after < 0 ? list.length : after;
  return [...list.slice(0, end), comment.depth === depth ? comment : { ...comment, depth }, ...list.slice(end)];
};

/**
 * A message says what everybody may see; what this person may do follows from their rights under this post.
 * @param {CommentView} comment
 * @param {string} me
 * @param {CommentRights | null | undefined} rights
 */
const withRights = (comment, me, rights) => {
  const own = comment.author === me;
  const mayReply = Boolean(rights?.may_reply) && !comment.hidden;
  return {
    ...comment,
    own,
    may_reply: mayReply,
    may_edit: mayReply && own && !comment.erased,
    may_flag: Boolean(rights?.may_flag) && !comment.hidden && !own,
    may_moderate: Boolean(rights?.may_moderate) && !own,
  };
};

const asNew = rememberLast(
  /** @type {(comment: CommentView, me: string, rights: CommentRights | null | undefined) => ThreadComment} */
  (comment, me, rights) => ({ ...withRights(comment, me, rights), fresh: true }),
);

const asChanged = rememberLast(
  /** @type {(comment: CommentView, newer: CommentView, me: string, rights: CommentRights | null | undefined) => ThreadComment} */
  (comment, { html, hidden, erased, cover, revision, edited }, me, rights) =>
    withRights({ ...comment, html, hidden, erased, cover, revision, edited }, me, rights),
);

/**
 * A comment of the list, as it is now.
 * @param {CommentView} comment
 * @param {CommentView | undefined} newer
 * @param {string} me
 * @param {CommentRights | null | undefined} rights
 * @returns {ThreadComment}
 */
const update = (comment, newer, me, rights) => {
  if (!newer || newer.revision < comment.revision) return comment;
  const same =
    newer.revision === comment.revision &&
    newer.hidden === comment.hidden &&
    newer.erased === comment.erased &&
    newer.cover === comment.cover;
  return same ? comment : asChanged(comment, newer, me, rights);
};

const asFolded = rememberLast(
  /** @type {(comment: ThreadComment, more: number, deep: boolean) => ThreadComment} */
  (comment, more, deep) => (more || deep ? { ...comment, more, deep } : comment),
);

/**
 * What stands deeper than FOLDED belongs to the comment above it that says how many there are.
 * @param {ThreadComment[]} list
 * @param {ReadonlySet<number>} open
 */
const fold = (list, open) => {
  /** @type {Map<number, number>} */
  const more = new Map();
  let top = 0;
  const tops = list.map(({ id, depth }) => {
    if (depth <= FOLDED) top = id;
    else more.set(top, (more.get(top) ?? 0) + 1);
    return depth > FOLDED ? top : 0;
  });
  return list.map((comment, at) => {
    const above = tops[at] ?? 0;
    return asFolded(comment, open.has(comment.id) ? 0 : (more.get(comment.id) ?? 0), above > 0 && !open.has(above));
  });
};

/**
 * The comments of a post in thread order; live ones are put in their place with this person's rights.
 * @param {CommentState} state
 * @param {readonly CommentView[] | null} read
 * @param {number} postId
 * @param {string} me
 * @param {CommentRights | null | undefined} rights
 */
export const viewComments = ({ comments, later, open }, read, postId, me, rights) => {
  /** @type {(comment: CommentView) => ThreadComment} */
  const asNow = (comment) => update(comment, comments.get(comment.id)?.comment, me, rights);
  let list = (read ?? []).map(asNow);
  const first = new Set(list.map((comment) => comment.id));
  const more = [...(later.get(postId)?.values() ?? [])].filter((comment) => !first.has(comment.id));
  for (const comment of more.sort((a, b) => a.id - b.id)) list = insert(list, asNow(comment));
  const known = new Set(list.map((comment) => comment.id));
  const others = [...comments.values()]
    .map((live) => live.comment)
    .filter((comment) => comment.post_id === postId && !known.has(comment.id));
  // An answer has a higher number than what it answers, in whatever order they came.
  for (const comment of others.sort((a, b) => a.id - b.id)) list = insert(list, asNew(comment, me, rights));
  return fold(list, open);
};
