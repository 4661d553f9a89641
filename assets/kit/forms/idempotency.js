// Keys by which the server knows a request that it has acted on: the same form with the same words in it, sent again since no answer came,
// has the same key. After an answer that was a yes, the same words are another request.
import { createElement, useCallback, useEffect, useRef } from "react";
import { useElement } from "../hooks.js";
import { keyOf } from "./request_keys.js";

/** @import { Keys } from "./request_keys.js" */

/**
 * Adds the key to what a form sends. The keys are forgotten whenever `turn` changes: when what was sent was acted on.
 * @param {unknown} turn
 */
export const useIdempotencyKey = (turn) => {
  const keys = useRef(/** @type {Keys} */ (new Map()));
  useEffect(() => keys.current.clear(), [turn]);
  return useCallback(
    /**
     * @template {Record<string, unknown>} V
     * @param {V} values
     */
    (values) => ({ ...values, idempotency_key: keyOf(keys.current, values) }),
    [],
  );
};

/**
 * A hidden field that holds the key of the form that it stands in.
 * @param {{ turn?: unknown }} props
 */
export const IdempotencyKey = ({ turn }) => {
  /** @type {import("react").RefObject<HTMLInputElement>} */
  const ref = useElement();
  const stamp = useIdempotencyKey(turn);
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
