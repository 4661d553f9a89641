// Maps that are never changed, and never grow without end. Pure.

export const MOST = 1000; // entries; the oldest are forgotten

/**
 * The map with one entry set, as its newest.
 * @template K
 * @template V
 * @param {ReadonlyMap<K, V>} map
 * @param {K} key
 * @param {V} value
 * @param {number} most
 * @returns {ReadonlyMap<K, V>}
 */
export const withEntry = (map, key, value, most = MOST) => {
  const entries = [...map].filter(([other]) => other !== key);
  return new Map([...entries.slice(Math.max(0, entries.length + 1 - most)), [key, value]]);
};
