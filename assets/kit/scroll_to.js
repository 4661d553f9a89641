// Going to a part of the page, once it is there.
import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/**
 * @param {string} id
 * @param {number} tries
 */
const scrollTo = (id, tries = 40) => {
  const there = id && document.getElementById(id);
  if (there) there.scrollIntoView({ block: id.startsWith("comment-") ? "center" : "start" });
  else if (id && tries) setTimeout(() => scrollTo(id, tries - 1), 50);
};

/**
 * Goes to what the address names (`#comments`) once it is there (`when`), and to whatever `to` becomes.
 * @param {{ when: boolean, to?: string }} props
 */
export const ScrollTo = ({ when, to = "" }) => {
  const { hash, key } = useLocation();
  useEffect(() => {
    if (when) scrollTo(decodeURIComponent(hash.slice(1)));
  }, [when, hash, key]);
  const before = useRef(to);
  useEffect(() => {
    if (to !== before.current) scrollTo(to);
    before.current = to;
  }, [to]);
  return null;
};
