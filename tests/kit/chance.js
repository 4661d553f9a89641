// Orders of things: all of them, or some by a chance that is the same in every run.

/** Every order of a few things. */
export const orders = (things) =>
  things.length < 2 ? [things] : things.flatMap((one, at) => orders(things.toSpliced(at, 1)).map((rest) => [one, ...rest]));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

/** The things in another order. */
export const shuffled = (chance, things) =>
  things
    .map((one) => [chance(), one])
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
