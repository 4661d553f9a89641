// A prepared text in a reason: what stands there already stays. Pure.

/**
 * A reason that a prepared text was added to, once.
 * @param {string} reason
 * @param {string} text
 */
export const withText = (reason, text) => (reason.includes(text) ? reason : [reason.trim(), text].filter(Boolean).join(" "));
