// A part of a page that reads itself anew when a message says that it changed.
import { useEffect, useEffectEvent } from "react";
import { useMessageCount } from "./live.js";

/** @import { Message } from "../../../tools/kit/types/messages" */

/**
 * Calls `onHeard` for a message of `kind` that came since `loaded` was read.
 * @param {{ kind: Message["kind"], loaded: unknown, onHeard: () => void }} props
 */
export const ReloadOn = ({ kind, loaded, onHeard }) => {
  const count = useMessageCount(kind, loaded);
  const reload = useEffectEvent(() => onHeard());
  useEffect(() => {
    if (count) reload();
  }, [count]);
  return null;
};
