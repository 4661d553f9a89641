// Small hooks and values that the other scripts share.
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

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

/**
 * A ref to an element that is rendered always, so that effects and events find it.
 * @template {Element} E
 * @returns {import("react").RefObject<E>}
 */
export const useElement = () => {
  const element = /** @type {unknown} */ (useRef(null)); // null while rendering alone, where nothing may read it
  return /** @type {import("react").RefObject<E>} */ (element);
};

/**
 * The newest `value`, for effects, timers and events that run after the rendering.
 * @template V
 * @param {V} value
 */
export const useLatest = (value) => {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
};

const never = () => () => {};

/** Whether the page is alive: false in the HTML that is made without a browser, and while React takes that over. */
export const useAlive = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
