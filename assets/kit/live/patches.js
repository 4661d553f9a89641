// What becomes of a post that changes while it is read: each field is as new as the newest word about it.

/** @import { PostView } from "../../../tools/kit/types/views" */

/**
 * What the bus said of a post: for each field the stamp of the message, and the value.
 * @typedef {Readonly<Record<string, readonly [stamp: number, value: unknown]>>} Patch
 */

/**
 * The patch with one more message, in whatever order they come.
 * @param {Patch | undefined} patch
 * @param {number} stamp
 * @param {Record<string, unknown>} fields
 * @returns {Patch}
 */
export const mergePatch = (patch, stamp, fields) => {
  /** @type {Record<string, readonly [number, unknown]>} */
  const next = { ...patch };
  for (const [name, value] of Object.entries(fields)) {
    const known = next[name];
    if (!known || known[0] <= stamp) next[name] = [stamp, value];
  }
  return next;
};

/**
 * The post as it was read, with what changed since: a field that was read later than the message about it stays.
 * @template {Pick<PostView, "stamp">} P
 * @param {P} post
 * @param {Patch | undefined} patch
 * @returns {P}
 */
export const patchPost = (post, patch) => {
  const newer = Object.entries(patch ?? {}).filter(([, [stamp]]) => stamp > post.stamp);
  return newer.length ? { ...post, ...Object.fromEntries(newer.map(([name, [, value]]) => [name, value])) } : post;
};
