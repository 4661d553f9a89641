// Sheets (dialogs that send something), forms that stay where they are, and fields that keep what was typed: through
// a refusal, a lost connection and a closed tab.
import { createContext, createElement, useContext, useEffect, useId, useRef, useState } from "react";
import { useLocation } from "react-router";

const PATIENCE = 10000; // after so many milliseconds without an answer a form may be sent again
const PAUSE = 600; // what is typed is told after a pause of so many milliseconds
const SHOWN = 8000; // how long a word of thanks stays
const Close = createContext(null); // closes whatever a form stands in

let asked = false; // whether this page has sent anything yet: loaded anew, it is told the old count once more

// `done` counts what went well; a server that was restarted counts from 0 again.
const useDone = (done, act) => {
  const before = useRef(done);
  useEffect(() => {
    if (asked && done > before.current) act();
    before.current = done;
  }, [done]);
};

/**
 * A form answered over the socket. `about` goes with its fields, `answered` counts answers, `done` those that were a yes.
 * `kept` fills its fields while nothing was typed; what is typed is told in turn (`onKeep`) after a pause.
 */
export const Form = ({ about, answered, done, kept, onKeep, onSend, children, ...rest }) => {
  const here = useRef(null);
  const waiting = useRef({ timer: 0, say: () => {} });
  const touched = useRef(false);
  const values = () => ({ ...about, ...Object.fromEntries(new FormData(here.current)) });
  const close = useContext(Close);
  const [sent, setSent] = useState(false);
  useDone(done, () => {
    here.current.reset();
    close?.();
  });
  useEffect(() => {
    if (sent) here.current.querySelector("[aria-invalid=true]")?.focus();
    setSent(false);
  }, [answered]);
  useEffect(() => {
    const timer = sent && setTimeout(() => setSent(false), PATIENCE);
    return () => clearTimeout(timer);
  }, [sent]);
  useEffect(() => {
    if (touched.current) return;
    for (const [name, value] of Object.entries(kept ?? {})) {
      const field = here.current.elements.namedItem(name);
      if (field && value) field.value = value;
    }
  }, [kept]);
  useEffect(() => () => waiting.current.timer && waiting.current.say(), []);
  const write = () => {
    touched.current = true;
    if (!onKeep) return;
    clearTimeout(waiting.current.timer);
    const typed = values();
    const say = () => {
      waiting.current.timer = 0;
      onKeep(typed);
    };
    waiting.current = { timer: setTimeout(say, PAUSE), say };
  };
  const send = (event) => {
    event.preventDefault();
    if (sent) return;
    clearTimeout(waiting.current.timer);
    waiting.current.timer = 0; // what is sent is no draft any more
    setSent(asked = true);
    onSend(values());
  };
  return createElement("form", { ...rest, ref: here, noValidate: true, "aria-busy": sent, onInput: write, onSubmit: send }, children);
};

const sheets = new Map(); // name → what opens it

/** Open a sheet. `about` goes with what it sends; its `title` and `send` stand in place of the sheet's own words. */
export const openSheet = (name, about = {}) => sheets.get(name)?.(about);

/** A dialog with a form. The address opens it, too: `?NAME=1`. `start` is what it is about unless told. */
export const Sheet = ({ name, label, send, cancel, kind = "main", start, onOpen, children, ...form }) => {
  const here = useRef(null);
  const heading = useId();
  const [about, setAbout] = useState(null);
  const { search } = useLocation();
  const open = (given) => {
    setAbout({ ...start, ...given });
    onOpen?.();
  };
  useEffect(() => {
    sheets.set(name, open);
    return () => sheets.delete(name);
  });
  useEffect(() => {
    if (new URLSearchParams(search).has(name)) open({});
  }, [search]);
  useEffect(() => {
    if (about && !here.current.open) here.current.showModal();
    if (!about && here.current.open) here.current.close();
  }, [about]);
  const closed = () => {
    setAbout(null);
    const rest = new URLSearchParams(location.search);
    if (!rest.has(name)) return;
    rest.delete(name);
    // The page stays as it is, so the router need not know: loading it again would only repeat the reading.
    history.replaceState(history.state, "", location.pathname + (rest.size ? `?${rest}` : "") + location.hash);
  };
  const { title, send: own, ...subject } = about ?? {};
  const inside = about && [
    createElement("h2", { key: "title", id: heading }, title ?? label),
    createElement("div", { key: "fields", className: "stack" }, children),
    createElement(
      "div",
      { key: "send", className: "row" },
      createElement("button", { type: "submit", className: `btn ${kind}` }, own ?? send),
      createElement("button", { type: "button", className: "btn quiet", onClick: () => here.current.close() }, cancel),
    ),
  ];
  return createElement(
    Close.Provider,
    { value: () => setAbout(null) },
    createElement(
      "dialog",
      { ref: here, "aria-labelledby": heading, onClose: closed },
      about && createElement(Form, { ...form, about: subject, className: "form" }, inside),
    ),
  );
};

/** A button that shows what stands under it; a form in there closes it when it went well. */
export const Fold = ({ label, onOpen, children }) => {
  const here = useRef(null);
  const [open, setOpen] = useState(false);
  const turn = () => {
    if (!open) onOpen?.();
    setOpen(!open);
  };
  const close = () => {
    setOpen(false);
    here.current.focus();
  };
  return createElement(
    Close.Provider,
    { value: close },
    createElement("button", { ref: here, type: "button", className: "act", "aria-expanded": open, onClick: turn }, label),
    open && children,
  );
};

/** A text that is told as it is typed (`onWrite`). `initial`, what was kept of it, fills it while nothing stands there. */
export const Typing = ({ initial, onWrite, ...rest }) => {
  const here = useRef(null);
  const last = useRef({ timer: 0, text: "" });
  const tell = useRef(onWrite);
  tell.current = onWrite;
  const stop = () => {
    clearTimeout(last.current.timer);
    last.current.timer = 0;
  };
  const say = () => {
    if (!last.current.timer) return;
    stop();
    tell.current?.(last.current.text);
  };
  const typed = () => {
    stop();
    last.current = { text: here.current.value, timer: setTimeout(say, PAUSE) };
  };
  useEffect(() => {
    if (initial && !here.current.value) here.current.value = initial;
  }, [initial]);
  useEffect(() => {
    const { form } = here.current;
    const leave = () => document.visibilityState === "hidden" && say();
    // What was sent is no draft any more.
    form?.addEventListener("submit", stop);
    form?.addEventListener("reset", stop);
    document.addEventListener("visibilitychange", leave);
    return () => {
      form?.removeEventListener("submit", stop);
      form?.removeEventListener("reset", stop);
      document.removeEventListener("visibilitychange", leave);
      say();
    };
  }, []);
  return createElement("textarea", { ...rest, ref: here, onInput: typed });
};

/** A control that begins with `value` and keeps what it has, whatever becomes of `value` meanwhile. */
export const Kept = ({ as = "input", value, ...rest }) => {
  const [first] = useState(value);
  return createElement(as, { ...rest, defaultValue: first });
};

let hideLast = null; // takes the word of thanks away that is shown: they all stand in one place

/** A word of thanks, for a moment, whenever something more is `done`; one that comes takes the place of the last. */
export const Toast = ({ text, done }) => {
  const [shown, setShown] = useState(0);
  useDone(done, () => {
    hideLast?.();
    hideLast = () => setShown(0);
    setShown(done);
  });
  useEffect(() => {
    const timer = shown && setTimeout(() => setShown(0), SHOWN);
    return () => clearTimeout(timer);
  }, [shown]);
  return createElement("div", { role: "status", className: "toasts" }, shown && text ? createElement("p", { className: "toast" }, text) : null);
};

const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without TLS there is no clipboard; the old way still works.
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  return field.remove();
};

/** Hands on the address of `path`: by the phone's own menu where there is one, else by copying it. */
export const Share = ({ path, title, copied, children, ...rest }) => {
  const [count, setCount] = useState(0);
  const share = async () => {
    const url = location.origin + path;
    const touched = matchMedia("(pointer: coarse)").matches;
    try {
      if (touched && navigator.share) return await navigator.share({ url, title });
      await copy(url);
      asked = true;
      setCount((before) => before + 1);
    } catch (refused) {
      if (refused.name !== "AbortError") throw refused;
    }
  };
  return createElement(
    "span",
    null,
    createElement("button", { ...rest, type: "button", className: "act", onClick: share }, children),
    createElement(Toast, { text: copied, done: count }),
  );
};

const reach = (id, tries = 40) => {
  const there = id && document.getElementById(id);
  if (there) there.scrollIntoView({ block: id.startsWith("comment-") ? "center" : "start" });
  else if (id && tries) setTimeout(() => reach(id, tries - 1), 50);
};

/** Goes to what the address names (`#comments`) once it is there (`when`), and to whatever `to` becomes. */
export const Reach = ({ when, to }) => {
  const { hash, key } = useLocation();
  useEffect(() => {
    if (when) reach(decodeURIComponent(hash.slice(1)));
  }, [when, hash, key]);
  const before = useRef(to);
  useEffect(() => {
    if (to !== before.current) reach(to);
    before.current = to;
  }, [to]);
  return null;
};
