// Where the keyboard and the screen reader are: at the heading of a page that somebody came to, and at what is next to whatever was taken
// away under them. Without this both begin again at the top of the document.
import { useEffect } from "react";
import { useLocation } from "react-router";

const SETTLING = 4000; // milliseconds in which a page that was come to may still draw its heading anew

/** @typedef {{ parent: Element, index: number }} Place an element of the page, and which of its children held the focus */

/** @type {Element | null} */
let held = null; // what has the focus
/** @type {Place[]} */
let around = []; // where that stands, from the inside out
let arrived = ""; // the path of the page that was come to last
let settled = 0; // until when its heading is looked for again

const lost = () => !document.activeElement || document.activeElement === document.body;

/** @param {Element | null} element */
const focusOn = (element) => {
  if (!(element instanceof HTMLElement)) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
};

const focusHeading = () => focusOn(document.querySelector("#main h1") ?? document.getElementById("main"));

/** @param {Element} element */
const remember = (element) => {
  held = element;
  around = [];
  for (let one = element; one.parentElement && one.parentElement !== document.body; one = one.parentElement)
    around.push({ parent: one.parentElement, index: [...one.parentElement.children].indexOf(one) });
};

/**
 * What took the place of an element that was taken away: what stands there now (of a form its first field, of a list its first entry),
 * else what it stood in, else what follows that.
 * @param {readonly Place[]} places
 */
const neighbour = (places) => {
  const place = places.find(({ parent }) => parent.isConnected);
  if (!place) return null;
  const { parent, index } = place;
  const found = parent.children[index] ?? (parent.childElementCount ? parent : (parent.nextElementSibling ?? parent));
  if (found.matches("form")) return found.querySelector("input:not([type=hidden]), select, textarea, button") ?? found;
  return found.matches(".feed") ? (found.firstElementChild ?? found) : found;
};

const mend = () => {
  if (!lost()) return;
  if (Date.now() < settled) return void focusHeading();
  if (!held || held.isConnected) return;
  const places = around;
  held = null;
  focusOn(neighbour(places) ?? document.getElementById("main"));
};

/** @param {FocusEvent} event */
const left = (event) => {
  // Whoever presses beside everything has left it by themselves; what is being taken away has not.
  if (!event.relatedTarget) setTimeout(() => held?.isConnected && lost() && (held = null));
};

/** @param {FocusEvent} event */
const entered = (event) => event.target instanceof Element && remember(event.target);

const stay = () => {
  settled = 0;
};

const watch = () => {
  const watcher = new MutationObserver(mend);
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", entered);
  document.addEventListener("focusout", left);
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, stay, true);
  return () => {
    watcher.disconnect();
    document.removeEventListener("focusin", entered);
    document.removeEventListener("focusout", left);
    for (const kind of ["keydown", "pointerdown"]) document.removeEventListener(kind, stay, true);
  };
};

const closeMenus = () => {
  for (const open of document.querySelectorAll(":popover-open")) /** @type {HTMLElement} */ (open).hidePopover();
};

/**
 * On every page once: `when` there is something to read on it.
 * @param {{ when: boolean }} props
 */
export const FocusOnArrival = ({ when }) => {
  const { pathname, hash, key } = useLocation();
  useEffect(watch, []);
  useEffect(closeMenus, [key]);
  useEffect(() => {
    if (!when || arrived === pathname) return;
    const first = !arrived;
    arrived = pathname;
    // The browser itself begins a page that it loads; and what the address names is gone to by scroll_to.js.
    if (first || hash || document.querySelector("dialog[open]")) return;
    settled = Date.now() + SETTLING;
    focusHeading();
  }, [when, pathname, hash]);
  return null;
};
