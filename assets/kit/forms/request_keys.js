// The keys of what a form sent: the same words have the same key until the keys are forgotten.

/** @typedef {Map<string, string>} Keys what was sent, as JSON → its key */

/** Where there is no https, `crypto.randomUUID` is missing. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * The key of these values: the one that they had before, or a new one.
 * @param {Keys} keys
 * @param {Record<string, unknown>} values
 */
export const keyOf = (keys, values) => {
  const sent = JSON.stringify(values);
  const key = keys.get(sent) ?? newKey();
  keys.set(sent, key);
  return key;
};
