// What becomes of a list that is read in stretches, and of a post that changes while it is read. It knows no page and no
// socket.

/** What is known of a post's changes (`field → [stamp, value]`) after one more message, in whatever order they come. */
export const learned = (known, stamp, fields) => {
  const next = { ...known };
  for (const [name, value] of Object.entries(fields)) if (!(next[name]?.[0] > stamp)) next[name] = [stamp, value];
  return next;
};

/** The post as it was read, with what changed since: a field that was read later than the message about it stays. */
export const since = (post, known) => {
  const newer = Object.entries(known ?? {}).filter(([, [stamp]]) => stamp > post.stamp);
  return newer.length ? { ...post, ...Object.fromEntries(newer.map(([name, [, value]]) => [name, value])) } : post;
};

const begun = ({ posts, newest, older, hidden = 0 }) => ({ posts, held: [], newest, older, hidden });

// Each list is in the server's order, so nothing has to be sorted.
const united = (first, second) => [...new Map([...first, ...second].map((post) => [post.id, post])).values()];

// Where the stretch overlaps it says how things are now: what was hidden meanwhile is gone, what is back stands in its place.
// What is above waits for a press, so that nothing jumps.
const readAgain = (feed, page) => {
  const known = new Set(feed.posts.map((post) => post.id));
  const top = page.posts.findIndex((post) => known.has(post.id));
  const below = feed.posts.findIndex((post) => post.id === page.posts.at(-1).id) + 1;
  return { ...feed, held: page.posts.slice(0, top), posts: united(page.posts.slice(top), feed.posts.slice(below)) };
};

/** A feed {posts, held, newest, older, hidden} with one more stretch of it; `held` are new ones that wait for a press. */
export const joined = (feed, page) => {
  if (!feed?.posts.length || page.part === "again") return begun(page);
  const hidden = feed.hidden + (page.hidden ?? 0);
  if (page.part === "older") return { ...feed, posts: united(feed.posts, page.posts), older: page.older, hidden };
  if (page.part === "newer") {
    // More came than one stretch holds: there is a gap below it, so the list begins anew and goes on from there.
    if (page.older) return begun(page);
    return { ...feed, posts: united(page.posts, feed.posts), held: [], newest: page.newest || feed.newest, hidden };
  }
  const overlaps = feed.posts.some((post) => post.id === page.posts.at(-1)?.id);
  return overlaps ? readAgain(feed, page) : begun(page);
};
