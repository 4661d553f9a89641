// A page that reads itself anew when something that it may show was taken away for good.
import { useEffect } from "react";
import { useHeard } from "$/public/kit/live.js";

/** Calls `onHeard` for a message of `kind` that came since `loaded` was read. */
export const Follow = ({ kind, loaded, onHeard }) => {
  const heard = useHeard(kind, loaded);
  useEffect(() => {
    if (heard) onHeard();
  }, [heard]);
  return null;
};
