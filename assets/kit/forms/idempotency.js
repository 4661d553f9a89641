// Keys by which the server knows a request that it has acted on: the same form with the same words in it, sent again since no answer came,
// has the same key. After an answer that was a yes, the same words are another request.
import { createElement, useCallback, useEffect, useRef } from "react";
import { useElement } from "../hooks.js";
import { keyOf } from "./request_keys.js";

/** @import { Keys } from "./request_keys.js" */

/**
 * `stamp` adds the key to what a form sends; `forget` the keys when it was acted on. What the server says anew after the line broke is no
 * reason to: that is when the same is sent again.
 */
export const useIdempotencyKey = () => {
  const keys = useRef(/** @type {Keys} */ (new Map()));
  const forget = useCallback(() => keys.current.clear(), []);
  const stamp = useCallback(
    /**
     * @template {Record<string, unknown>} V
     * @param {V} values
     */
    (values) => ({ ...values, idempotency_key: keyOf(keys.current, values) }),
    [],
  );
  return { stamp, forget };
};

/**
 * A hidden field that holds the key of the form that it stands in, another one once the count of what came of it (`turn`) is another. It is 0
 * for a moment when the server knows nothing after a restart: that changes nothing.
 * @param {{ turn?: number }} props
 */
export const IdempotencyKey = ({ turn = 0 }) => {
  /** @type {import("react").RefObject<HTMLInputElement>} */
  const ref = useElement();
  const { stamp, forget } = useIdempotencyKey();
  const last = useRef(turn);
  useEffect(() => {
    if (!turn || turn === last.current) return;
    last.current = turn;
    forget();
  }, [turn, forget]);
  useEffect(() => {
    const field = ref.current;
    const { form } = field;
    if (!form) return undefined;
    const stampForm = () => {
      field.value = "";
      field.value = stamp(Object.fromEntries(new FormData(form))).idempotency_key;
    };
    // Before the handlers of the form read its fields.
    form.addEventListener("submit", stampForm, true);
    return () => form.removeEventListener("submit", stampForm, true);
  }, [ref, stamp]);
  return createElement("input", { ref, type: "hidden", name: "idempotency_key" });
};
