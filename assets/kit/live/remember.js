// Keeps the identity of what did not change, so that React leaves it as it is.

/**
 * `make(subject, ...rest)`, with the last answer for each subject kept as long as the rest is the same.
 * @template {object} S
 * @template {readonly unknown[]} R
 * @template A
 * @param {(subject: S, ...rest: R) => A} make
 * @returns {(subject: S, ...rest: R) => A}
 */
export const rememberLast = (make) => {
  /** @type {WeakMap<S, { rest: R, answer: A }>} */
  const last = new WeakMap();
  return (subject, ...rest) => {
    const before = last.get(subject);
    if (before && rest.every((value, at) => value === before.rest[at])) return before.answer;
    const answer = make(subject, ...rest);
    last.set(subject, { rest, answer });
    return answer;
  };
};
