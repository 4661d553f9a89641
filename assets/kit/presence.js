// Who else is editing what is on the screen: heard from the bus, forgotten when they go or nothing is heard of them any more.
import { createElement, useEffect, useSyncExternalStore } from "react";
import { hearing } from "$/public/kit/live.js";
import { useTexts } from "$/public/kit/texts.js";

const LASTS = 36000; // milliseconds; a worker says it again three times meanwhile (ui/presence.py)
const places = new Map(); // place → name → until when it holds
const listeners = new Set();
let version = 0;

const changed = () => {
  version += 1;
  listeners.forEach((listener) => listener());
};
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

hearing("presence", ({ place, name, here }) => {
  const names = places.get(place) ?? new Map();
  if (here) names.set(name, Date.now() + LASTS);
  else names.delete(name);
  places.set(place, names);
  changed();
});

/** Who else is editing `place`, in words; nothing while nobody is. */
export const Present = ({ place, me }) => {
  const T = useTexts();
  useSyncExternalStore(subscribe, () => version, () => 0);
  useEffect(() => {
    const timer = setInterval(changed, 5000);
    return () => clearInterval(timer);
  }, []);
  const now = Date.now();
  const names = [...(places.get(place) ?? [])].filter(([name, until]) => until > now && name !== me).map(([name]) => name);
  const words = names.length ? T("presence.here", { names: names.join(", "), count: names.length }) : null;
  return createElement("p", { role: "status", className: "present" }, words);
};
