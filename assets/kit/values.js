// Values that components follow, without React.

/**
 * A value outside of React. Components follow it by `useSyncExternalStore(subscribe, get, first)`; `set` with the same value does nothing.
 * @template V
 * @param {V} initial
 */
export const externalValue = (initial) => {
  let value = initial;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    get: () => value,
    first: () => initial,
    /** @param {V} next */
    set: (next) => {
      if (next === value) return;
      value = next;
      listeners.forEach((listener) => listener());
    },
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
