// Who else is editing what is on the screen.
import { createElement, useEffect, useSyncExternalStore } from "react";
import { externalValue } from "../values.js";
import { useTexts } from "../i18n.js";
import { expireEditors, NO_EDITORS, receivePresence } from "./editors.js";
import { onMessage } from "./live.js";

const LOOKS = 5000; // milliseconds between two looks at who is gone
const editors = externalValue(NO_EDITORS);
onMessage((message, at) => editors.set(receivePresence(editors.get(), message, at)));

/**
 * Who else (`me` is left out) is editing `place`, in words; nothing while nobody is.
 * @param {{ place: string, me: string }} props
 */
export const EditorPresence = ({ place, me }) => {
  const T = useTexts();
  const here = useSyncExternalStore(editors.subscribe, editors.get, editors.first).get(place) ?? new Map();
  useEffect(() => {
    const timer = setInterval(() => editors.set(expireEditors(editors.get(), Date.now())), LOOKS);
    return () => clearInterval(timer);
  }, []);
  const names = [...here.keys()].filter((name) => name !== me);
  const words = names.length ? T("presence.here", { names: names.join(", "), count: names.length }) : null;
  return createElement("p", { role: "status", className: "present" }, words);
};
