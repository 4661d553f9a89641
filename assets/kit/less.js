// "Why is this here?", on every post in a list: its reason is the button. What that opens is fetched when it is first pressed.
import { createElement, useEffect, useId, useRef, useState } from "react";
import { useTexts } from "$/public/kit/texts.js";

let show = () => {};

/** The reason why a post stands in this list; a press says more, and offers less of it. */
export const Why = ({ post }) => {
  const T = useTexts();
  return createElement(
    "button",
    { type: "button", className: "why", "aria-haspopup": "dialog", onClick: () => show(post) },
    T(post.why, { about: post.why_about }),
    createElement("span", { className: "hidden-visually" }, ` · ${T("why.more")}`),
  );
};

const Unreachable = () => createElement("p", { role: "alert", className: "alert" }, useTexts()("error.unreachable"));

/** The sheet of a list. `shown` counts its posts; `turn` what was changed here, after which `onChanged(shown)` reads them anew. */
export const Less = ({ shown, turn, onAsk, onChanged, ...rest }) => {
  const T = useTexts();
  const here = useRef(null);
  const opener = useRef(null);
  const heading = useId();
  const before = useRef(turn);
  const [post, setPost] = useState(null);
  const [inside, setInside] = useState(null);
  useEffect(() => {
    show = (of) => {
      opener.current = document.activeElement;
      setPost(of);
      onAsk(of.id);
      if (!inside || inside === Unreachable) import("./less_inside.js").then((made) => setInside(() => made.Inside), () => setInside(() => Unreachable));
    };
  });
  useEffect(() => {
    if (post && !here.current.open) here.current.showModal();
  }, [post]);
  useEffect(() => {
    if (post && turn > before.current) onChanged(shown);
    before.current = turn;
  }, [turn]);
  const closed = () => {
    setPost(null);
    // The post that was asked about may be gone: reading goes on in the list.
    if (!opener.current?.isConnected) document.getElementById("main")?.focus();
  };
  return createElement(
    "dialog",
    { ref: here, className: "low", "aria-labelledby": heading, onClose: closed },
    post && createElement("h2", { id: heading }, T("why.title")),
    post && inside && createElement(inside, { ...rest, post, key: post.id }),
    post && createElement("button", { type: "button", className: "btn", onClick: () => here.current.close() }, T("why.close")),
  );
};
