// Small hooks that the other scripts share.
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

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

/**
 * Whether a key belongs to an input method, which makes one character of several keys. Safari says so by the key's number alone when the
 * Enter that confirms comes after the end of the composition.
 * @param {{ isComposing: boolean, keyCode: number }} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

const never = () => () => {};

/** Whether the page is alive: false in the HTML that is made without a browser, and while React takes that over. */
export const useAlive = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
