// Forms that the server's HTTP side answers. They work as plain HTML; with scripts, what was typed stays, errors
// stand at their fields, and the next page is loaded whole, so that the socket connects with the new cookie.
import { createElement, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";

const EMPTY = { errors: {}, busy: false, done: false, refused: 0 };
const forms = new Map(); // form name → {errors, busy, done, and how often it was refused}
const listeners = new Set();

const put = (name, change) => {
  forms.set(name, { ...(forms.get(name) ?? EMPTY), ...change });
  listeners.forEach((listener) => listener());
};
const refuse = (name, errors) => put(name, { busy: false, errors, refused: (forms.get(name)?.refused ?? 0) + 1 });
const drop = (name) => {
  if (forms.delete(name)) listeners.forEach((listener) => listener());
};
const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const never = () => () => {};

/** What became of a form so far: `errors` (with those found while typing), `busy`, `done`. */
export const useForm = (name, typed) => {
  const form = useSyncExternalStore(subscribe, () => forms.get(name) ?? EMPTY, () => EMPTY);
  return useMemo(() => ({ ...form, errors: { ...typed, ...form.errors } }), [form, typed]);
};

/** A parameter of the page's address; empty until the page is alive, since the HTML is made without one. */
export const useQuery = (name) => {
  const { search } = useLocation();
  const alive = useSyncExternalStore(never, () => true, () => false);
  return alive ? (new URLSearchParams(search).get(name) ?? "") : "";
};

// A form that was sent before the page was alive comes back with its error in the address. Numbers alone may fill
// the text: anybody can write an address.
const refusedBefore = (search) => {
  const { error, field = "", ...rest } = Object.fromEntries(new URLSearchParams(search));
  if (!/^[a-z_]+\.[a-z0-9_]+$/.test(error ?? "")) return {};
  const params = Object.fromEntries(Object.entries(rest).filter(([, value]) => /^\d{1,9}$/.test(value)));
  return { [field]: { key: error, params } };
};

const missing = (form) =>
  Object.fromEntries(
    [...form.elements]
      .filter((control) => control.name && control.validity?.valueMissing)
      .map((control) => [control.name, { key: control.dataset.missing ?? "error.required" }]),
  );

const ask = async (form) => {
  let answer;
  try {
    const body = new URLSearchParams(new FormData(form));
    answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body });
  } catch {
    return { errors: { "": { key: "error.unreachable" } } };
  }
  const said = await answer.json().catch(() => ({}));
  return said.next || said.errors ? said : { errors: { "": { key: "error.unanswered", params: { status: String(answer.status) } } } };
};

/** A form posted to the HTTP side. `carry` names parameters of the address that go with it; one that `stays` says so. */
export const PostForm = ({ form, carry = [], stays = false, children, ...rest }) => {
  const here = useRef(null);
  const { search } = useLocation();
  const { refused } = useForm(form);
  const [alive, setAlive] = useState(false);

  useEffect(() => {
    here.current.noValidate = true; // our own words from here on
    setAlive(true);
    const before = refusedBefore(location.search);
    if (Object.keys(before).length) refuse(form, before);
    const back = (event) => event.persisted && put(form, EMPTY);
    addEventListener("pageshow", back);
    return () => {
      removeEventListener("pageshow", back);
      drop(form);
    };
  }, [form]);

  useEffect(() => {
    // Only a refusal moves the focus: an error that comes or goes while somebody types must not.
    if (refused) here.current.querySelector("[aria-invalid=true]")?.focus();
  }, [refused]);

  const submit = async (event) => {
    event.preventDefault();
    if (forms.get(form)?.busy) return;
    const empty = missing(here.current);
    if (Object.keys(empty).length) return refuse(form, empty);
    put(form, { busy: true, done: false, errors: {} });
    const said = await ask(here.current);
    if (said.errors) refuse(form, said.errors);
    else if (stays) put(form, { busy: false, done: true });
    else location.assign(said.next);
  };
  const forget = ({ target }) => {
    const { [target.name]: gone, ...others } = forms.get(form)?.errors ?? {};
    if (gone) put(form, { errors: others });
  };
  const given = alive ? new URLSearchParams(search) : new URLSearchParams();
  const carried = carry.map((name) => createElement("input", { key: name, type: "hidden", name, value: given.get(name) ?? "", readOnly: true }));
  return createElement("form", { ...rest, method: "post", ref: here, onSubmit: submit, onInput: forget }, ...carried, children);
};

/** A password that can be looked at. */
export const Password = ({ show, hide, ...rest }) => {
  const [shown, setShown] = useState(false);
  const alive = useSyncExternalStore(never, () => true, () => false);
  return createElement(
    "span",
    { className: "secret" },
    createElement("input", { ...rest, type: shown ? "text" : "password", autoCapitalize: "none", spellCheck: false }),
    alive &&
      createElement(
        "button",
        { type: "button", className: "btn quiet", "aria-pressed": shown, "aria-controls": rest.id, onClick: () => setShown(!shown) },
        shown ? hide : show,
      ),
  );
};
