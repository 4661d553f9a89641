// What was sent and answered well: a count that the server keeps, and that parts of a page act on.
import { useEffect, useEffectEvent, useRef } from "react";

let sent = false; // whether this page has sent anything yet: loaded anew, it is told the old count once more

/** Something was sent from here: what is done from now on is new. */
export const markSent = () => {
  sent = true;
};

/**
 * Calls `act` whenever something more is `done`. A server that was restarted counts from 0 again.
 * @param {number} done
 * @param {() => void} act
 */
export const useDone = (done, act) => {
  const before = useRef(done);
  const compare = useEffectEvent(() => {
    if (sent && done > before.current) act();
    before.current = done;
  });
  useEffect(() => compare(), [done]);
};

/**
 * Focus the first field of a form that is marked as wrong.
 * @param {HTMLElement} form
 */
export const focusInvalid = (form) => /** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid=true]"))?.focus();
