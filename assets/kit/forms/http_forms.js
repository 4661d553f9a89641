// Forms that the server's HTTP side answers. They work as plain HTML; with scripts, what was typed stays, errors
// stand at their fields, and the next page is loaded whole, so that the socket connects with the new cookie.
import { createElement, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { useAlive, useElement } from "../hooks.js";
import { externalValue } from "../values.js";
import { focusInvalid } from "./done.js";
import { forgetAllLocally } from "./local_drafts.js";
import { rememberAddress } from "./written_to.js";

/** @import { ComponentProps, FormEvent, RefObject } from "react" */
/** @import { TextMessage } from "../../../tools/kit/types/views" */

/** @typedef {Record<string, TextMessage>} Errors by the names of the fields, "" for the form as a whole */
/** @typedef {Readonly<{ errors: Errors, busy: boolean, done: boolean, refused: number }>} FormStatus `refused` counts how often it was */

/** @type {FormStatus} */
const EMPTY = { errors: {}, busy: false, done: false, refused: 0 };
const forms = externalValue(/** @type {ReadonlyMap<string, FormStatus>} */ (new Map()));

/** @param {string} name */
const statusOf = (name) => forms.get().get(name) ?? EMPTY;

/**
 * @param {string} name
 * @param {Partial<FormStatus>} change
 */
const setStatus = (name, change) => forms.set(new Map(forms.get()).set(name, { ...statusOf(name), ...change }));

/**
 * @param {string} name
 * @param {Errors} errors
 */
const refuse = (name, errors) => setStatus(name, { busy: false, errors, refused: statusOf(name).refused + 1 });

/** @param {string} name */
const drop = (name) => forms.set(new Map([...forms.get()].filter(([other]) => other !== name)));

/**
 * What became of a form so far: `errors` (with those found while typing), `busy`, `done`.
 * @param {string} name
 * @param {Errors} [typed]
 */
export const useForm = (name, typed) => {
  const form = useSyncExternalStore(forms.subscribe, forms.get, forms.first).get(name) ?? EMPTY;
  return useMemo(() => ({ ...form, errors: { ...typed, ...form.errors } }), [form, typed]);
};

/**
 * A parameter of the page's address; empty until the page is alive, since the HTML is made without one.
 * @param {string} name
 */
export const useQuery = (name) => {
  const { search } = useLocation();
  return useAlive() ? (new URLSearchParams(search).get(name) ?? "") : "";
};

/**
 * A form that was sent before the page was alive comes back with its error in the address. Numbers alone may fill
 * the text: anybody can write an address.
 * @param {string} search
 * @returns {Errors}
 */
const refusedBefore = (search) => {
  const { error = "", field = "", ...rest } = Object.fromEntries(new URLSearchParams(search));
  if (!/^[a-z_]+\.[a-z0-9_]+$/.test(error)) return {};
  const params = Object.fromEntries(Object.entries(rest).filter(([, value]) => /^\d{1,9}$/.test(value)));
  return { [field]: { key: error, params } };
};

/**
 * The errors of the required fields that are empty.
 * @param {HTMLFormElement} form
 * @returns {Errors}
 */
const missing = (form) => {
  const controls = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  const empty = controls.filter((control) => control.name && control.validity?.valueMissing);
  return Object.fromEntries(empty.map((control) => [control.name, { key: control.dataset.missing ?? "error.required" }]));
};

/**
 * The server's answer to a form: the address of the `next` page, or `errors`.
 * @param {HTMLFormElement} form
 * @returns {Promise<{ next?: string, errors?: Errors }>}
 */
const post = async (form) => {
  let answer;
  try {
    const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
    answer = await fetch(form.getAttribute("action") ?? "", { method: "POST", headers: { Accept: "application/json" }, body });
  } catch {
    return { errors: { "": { key: "error.unreachable" } } };
  }
  const said = await answer.json().catch(() => ({}));
  return said.next || said.errors ? said : { errors: { "": { key: "error.unanswered", params: { status: String(answer.status) } } } };
};

/**
 * A form posted to the HTTP side. `form` is its name on the page. `carry` names parameters of the address that go with it; one that
 * `stays` does not load the page that the answer names.
 * @param {Omit<ComponentProps<"form">, "form"> & { form: string, carry?: string[], stays?: boolean }} props
 */
export const PostForm = ({ form, carry = [], stays = false, children, ...rest }) => {
  /** @type {RefObject<HTMLFormElement>} */
  const ref = useElement();
  const { search } = useLocation();
  const { refused } = useForm(form);
  const [alive, setAlive] = useState(false);

  useEffect(() => {
    ref.current.noValidate = true; // our own words from here on
    setAlive(true);
    const before = refusedBefore(location.search);
    if (Object.keys(before).length) refuse(form, before);
    const back = (/** @type {PageTransitionEvent} */ event) => event.persisted && setStatus(form, EMPTY);
    addEventListener("pageshow", back);
    return () => {
      removeEventListener("pageshow", back);
      drop(form);
    };
  }, [ref, form]);

  useEffect(() => {
    // Only a refusal moves the focus: an error that comes or goes while somebody types must not.
    if (refused) focusInvalid(ref.current);
  }, [ref, refused]);

  /** @param {FormEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    if (statusOf(form).busy) return;
    const empty = missing(ref.current);
    if (Object.keys(empty).length) return refuse(form, empty);
    setStatus(form, { busy: true, done: false, errors: {} });
    if (form === "logout") forgetAllLocally();
    const { next, errors } = await post(ref.current);
    if (errors) refuse(form, errors);
    else if (stays) setStatus(form, { busy: false, done: true });
    else if (next) {
      if (form === "register") rememberAddress(ref.current);
      location.assign(next);
    }
  };
  /** @param {FormEvent} event */
  const forget = ({ target }) => {
    const { [/** @type {HTMLInputElement} */ (target).name]: gone, ...others } = statusOf(form).errors;
    if (gone) setStatus(form, { errors: others });
  };
  const given = new URLSearchParams(alive ? search : "");
  const carried = carry.map((name) =>
    createElement("input", { key: name, type: "hidden", name, value: given.get(name) ?? "", readOnly: true }),
  );
  return createElement("form", { ...rest, method: "post", ref, onSubmit: submit, onInput: forget }, ...carried, children);
};

/**
 * A password that can be looked at; `show` and `hide` name the button.
 * @param {ComponentProps<"input"> & { show: string, hide: string }} props
 */
export const Password = ({ show, hide, ...rest }) => {
  const [shown, setShown] = useState(false);
  const alive = useAlive();
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
