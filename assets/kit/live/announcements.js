// What a page says aloud of what came in live: gathered for a moment, each thing once. Pure; announcer.js says it.

const SHOWN = 10000; // milliseconds that something said stays, for those who read it line by line
const EACH = 3; // of so many things of one topic each is named; of more it is said how many there are

/**
 * A text of the catalogue and what fills it.
 * @typedef {Readonly<{ text: string, params: Readonly<Record<string, unknown>> }>} Words
 */
/**
 * What waits to be said, by topic and by what it is about: a newer word takes the place of the one that waits. What was said last of each,
 * so that it is not said again; and what stands in the live region, with the time it was put there.
 * @typedef {Readonly<{
 *   waiting: ReadonlyMap<string, ReadonlyMap<unknown, Words>>,
 *   said: ReadonlyMap<string, string>,
 *   region: readonly Readonly<{ id: number, at: number, words: Words }>[],
 *   last: number,
 * }>} Announcements
 */

/** @type {Announcements} */
export const SILENT = { waiting: new Map(), said: new Map(), region: [], last: 0 };

/**
 * @param {string} topic
 * @param {unknown} about
 */
const placeOf = (topic, about) => `${topic} ${about}`;

/**
 * Something is to be said of a topic, `about` one thing of it; what was said of that already is not.
 * @param {Announcements} state
 * @param {string} topic
 * @param {unknown} about
 * @param {Words} words
 * @returns {Announcements}
 */
export const announce = (state, topic, about, words) => {
  if (state.said.get(placeOf(topic, about)) === JSON.stringify(words)) return state;
  const things = new Map([...(state.waiting.get(topic) ?? []), [about, words]]);
  return { ...state, waiting: new Map([...state.waiting, [topic, things]]) };
};

/**
 * What a topic said of one thing holds no longer: it is not said any more, and may be said again later.
 * @param {Announcements} state
 * @param {string} topic
 * @param {unknown} about
 * @returns {Announcements}
 */
export const withdraw = (state, topic, about) => {
  const things = new Map([...(state.waiting.get(topic) ?? [])].filter(([thing]) => thing !== about));
  const said = new Map([...state.said].filter(([place]) => place !== placeOf(topic, about)));
  return { ...state, said, waiting: new Map([...state.waiting, [topic, things]]) };
};

/**
 * All that waits is said; what was said long ago leaves the region. `many` names by topic the text for more things than are named each.
 * @param {Announcements} state
 * @param {number} at
 * @param {Readonly<Record<string, string>>} many
 * @returns {Announcements}
 */
export const speak = (state, at, many) => {
  const lines = [...state.waiting].flatMap(([topic, things]) => {
    const text = many[topic];
    return text && things.size > EACH ? [{ text, params: { count: things.size } }] : [...things.values()];
  });
  const said = [...state.waiting].flatMap(([topic, things]) =>
    [...things].map(([about, words]) => /** @type {const} */ ([placeOf(topic, about), JSON.stringify(words)])),
  );
  const region = [
    ...state.region.filter((line) => at - line.at < SHOWN),
    ...lines.map((words, number) => ({ id: state.last + 1 + number, at, words })),
  ];
  return { waiting: new Map(), said: new Map([...state.said, ...said]), region, last: state.last + lines.length };
};

/**
 * Those posts on the screen that were corrected, or corrected anew, since they were looked at last (`before`: by post when, 0 for not at
 * all); what this person did is theirs to know.
 * @param {ReadonlyMap<number, number>} before
 * @param {readonly Readonly<{ id: number, corrected: boolean, corrected_at: number, corrected_by: string, headline: string, cover: string }>[]} posts
 * @param {string} me
 */
export const newCorrections = (before, posts, me) =>
  posts.filter(
    ({ id, corrected, corrected_at, corrected_by, cover }) =>
      corrected && !cover && corrected_by !== me && corrected_at > (before.get(id) ?? Number.POSITIVE_INFINITY),
  );
