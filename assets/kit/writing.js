// Forms that people write in, and the button that joins. What is typed stays in the browser's own fields: the server
// fills them once, is told of what changed when the typing pauses, and never writes over it unasked.
import { createElement, useEffect, useRef, useState } from "react";

const PAUSE = 700;

const valuesOf = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const put = (form, name, value) => {
  const field = form.elements.namedItem(name);
  if (field?.type === "checkbox") field.checked = value === field.value;
  else if (field && field.value !== value) field.value = value;
};

// An error is about what was sent: it goes as soon as something else stands there.
const amended = (field) => {
  const row = field.closest(".field");
  if (!row?.querySelector(".wrong")) return;
  row.dataset.amended = "";
  field.setAttribute("aria-invalid", "false");
};
const answered = (form) => {
  for (const row of form.querySelectorAll("[data-amended]")) {
    delete row.dataset.amended;
    row.querySelector("[aria-invalid]").setAttribute("aria-invalid", String(Boolean(row.querySelector(".wrong"))));
  }
};

/**
 * A form that keeps itself. `fill` {place, values, force}: what its fields start with; a later one of the same place is
 * heeded only while nothing was typed, or when it has to be. `offer` {name: value}: for fields that are still empty or
 * hold an earlier offer. `onKeep(values)` when the typing pauses, `onLeave(value)` when a field marked data-eager was
 * filled, `onSend(values)` when it is sent.
 */
export const Writing = ({ fill, offer, errors, busy, instant, onKeep, onLeave, onSend, children, ...rest }) => {
  const here = useRef(null);
  const handlers = useRef({});
  const [filled, setFilled] = useState(false);
  const touched = useRef(false);
  const place = useRef("");
  const offered = useRef({});
  const left = useRef("");
  const waiting = useRef({ timer: 0, values: null });
  handlers.current = { onKeep, onLeave, onSend };

  // With the place that it belongs to: on the way the page may have become another's.
  const typed = () => ({ ...valuesOf(here.current), place: place.current });
  const keep = () => {
    const { timer, values } = waiting.current;
    if (!timer) return;
    clearTimeout(timer);
    waiting.current = { timer: 0, values: null };
    handlers.current.onKeep?.(values);
  };
  const soon = () => {
    if (!onKeep) return;
    clearTimeout(waiting.current.timer);
    waiting.current = { timer: setTimeout(keep, instant ? 200 : PAUSE), values: typed() };
  };

  useEffect(() => {
    if (!fill?.place) return;
    const another = fill.place !== place.current;
    if (!another && touched.current && !fill.force) return;
    if (another) {
      touched.current = false;
      offered.current = {};
      left.current = fill.values.link ?? "";
    }
    place.current = fill.place;
    Object.entries(fill.values).forEach(([name, value]) => put(here.current, name, value));
    setFilled(true);
    // The draft is what stands in the fields, whoever put it there.
    if (fill.force) soon();
  }, [fill]);

  useEffect(() => {
    let any = false;
    for (const [name, value] of Object.entries(offer ?? {})) {
      const field = here.current.elements.namedItem(name);
      if (!field || !value || field.value === value || (field.value && field.value !== offered.current[name])) continue;
      field.value = offered.current[name] = value;
      amended(field);
      any = true;
    }
    if (any) soon();
  }, [offer]);

  useEffect(() => {
    answered(here.current);
    if (errors && Object.keys(errors).length) here.current.querySelector("[aria-invalid=true]")?.focus();
  }, [errors]);

  // Both versions of a conflict stand above the fields: that is where to go on.
  useEffect(() => {
    if (fill?.force) here.current.querySelector(".clash")?.focus();
  }, [fill]);

  useEffect(() => {
    const hide = () => document.visibilityState === "hidden" && keep();
    document.addEventListener("visibilitychange", hide);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      keep();
    };
  }, []);

  const leave = (field) => {
    if (field.dataset?.eager === undefined) return;
    const value = field.value.trim();
    if (value === left.current) return;
    left.current = value;
    handlers.current.onLeave?.(value);
  };

  return createElement(
    "form",
    {
      ...rest,
      ref: here,
      noValidate: true,
      onInput: (event) => {
        touched.current = true;
        amended(event.target);
        soon();
      },
      onBlur: (event) => leave(event.target),
      onPaste: (event) => setTimeout(leave, 0, event.target),
      onKeyDown: (event) => {
        if (event.key !== "Enter" || event.target.tagName === "BUTTON" || event.nativeEvent.isComposing) return;
        if (event.ctrlKey || event.metaKey) here.current.requestSubmit();
        // A line that ends is not yet a text that is finished.
        else if (onKeep && !instant && event.target.tagName === "INPUT") event.preventDefault();
      },
      onSubmit: (event) => {
        event.preventDefault();
        if (busy) return;
        keep(); // first: should it be refused, the draft is what was sent
        handlers.current.onSend?.(typed());
      },
    },
    createElement("fieldset", { className: "bare", disabled: Boolean(fill) && !filled }, children),
  );
};

/** Join or leave: the button turns in the same frame; the server's next word (`presses` counts them) puts it right. */
export const Join = ({ slug, joined, answers, presses, join, leave, about, onPress }) => {
  const [pressed, setPressed] = useState(null);
  useEffect(() => setPressed(null), [presses, slug]);
  const now = pressed ?? answers?.[slug]?.joined ?? joined;
  const press = () => {
    setPressed(!now);
    onPress(slug, !now);
  };
  return createElement("button", { type: "button", className: now ? "btn" : "btn main", "aria-describedby": about, onClick: press }, now ? leave : join);
};
