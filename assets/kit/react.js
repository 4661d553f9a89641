// What `react` means in the browser (wtsocial/ui/building.py): Preact, and what of React's it lacks or does in another way.
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from "preact/compat";

export * from "preact/compat";
export { default } from "preact/compat";

let hydrating = true;
/** What was built is taken over: from here on values are what they are now. */
export const endHydration = () => void (hydrating = false);

/**
 * A value outside of components, as React has it: over what was built ahead it is first what it was for the builder (`first`), since Preact
 * leaves the attributes that it finds; and at once again what it is now.
 * @template V
 * @param {(listener: () => void) => () => void} subscribe
 * @param {() => V} get
 * @param {() => V} [first]
 */
export const useSyncExternalStore = (subscribe, get, first = get) => {
  const [, render] = useReducer((/** @type {number} */ times, /** @type {void} */ _) => times + 1, 0);
  const value = hydrating ? first() : get();
  const shownRef = useRef({ value, get });
  const look = useCallback(() => {
    if (!Object.is(shownRef.current.value, shownRef.current.get())) render();
  }, []);
  useLayoutEffect(() => {
    shownRef.current = { value, get };
    look();
  }, [value, get, look]);
  useEffect(() => {
    look();
    return subscribe(look);
  }, [subscribe, look]);
  return value;
};

let ids = 0;
const nextId = () => `id-${(ids += 1)}`;

/** An id of the page's own; over what was built ahead it is empty for a moment, so that the builder's gives way to it everywhere. */
export const useId = () => {
  const [id, setId] = useState(() => (hydrating ? "" : nextId()));
  useLayoutEffect(() => setId((/** @type {string} */ last) => last || nextId()), []);
  return id;
};

/** React Router asks for it, for navigations in transitions, which nobody here uses. @template V @param {V} state */
export const useOptimistic = (state) => /** @type {const} */ ([state, () => {}]);
