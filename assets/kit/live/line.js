// The line to the server: whether it lives, by what the browser says, and by asking when nothing was heard after something was sent.
import { externalValue } from "../values.js";

/**
 * What is used of a Socket.IO client. `wait_connect` is Reflex's own mark: while it is set, Reflex does not try anew.
 * @typedef {{
 *   connected: boolean, wait_connect?: boolean, reconnect?: () => void,
 *   io: { engine?: { close: () => void }, on: (name: string, act: () => void) => unknown, timeout: (ms: number) => unknown },
 *   emit: (name: string) => unknown, on: (name: string, act: (why?: unknown) => void) => unknown,
 *   onAny: (act: () => void) => unknown, onAnyOutgoing: (act: (name: string) => void) => unknown,
 * }} Socket
 */

const QUIET = 3000; // so many milliseconds after something was sent, without a word since, the server is asked whether it is there
const SILENT = 4500; // so many later nobody answers
const UNCONNECTED = 5000; // for connecting; what fails is said at once, but a line that hangs fails of nothing
const STUCK = 12000; // after so many an attempt that has neither failed nor led anywhere is given up, for another one
const STALE = 10000; // whoever comes back to the page, or moves on it, so long after the last word has the server asked
const PRESENCE = ["pointerdown", "pointermove", "keydown", "scroll", "focus", "visibilitychange"];

/** "offline" by the browser's word, "silent" when the server does not answer, "" while the line lives. */
export const trouble = externalValue("");
/** What is wrong with it now. */
export const readTrouble = trouble.get;
let connections = 0;

/** How many connections this page has had. */
export const countConnections = () => connections;

const say = () => trouble.set(navigator.onLine === false ? "offline" : "silent");

/**
 * Have attempts that hang given up while there is no connection, and have the page say that there is none.
 * @param {Socket} socket
 */
const watchAttempts = (socket) => {
  let saying = 0;
  let trying = 0;
  const giveUp = () => {
    socket.io.engine?.close();
    // Its end may have been told to nobody.
    socket.wait_connect = false;
    socket.reconnect?.();
  };
  const begin = () => {
    if (saying) return;
    saying = setTimeout(say, UNCONNECTED);
    trying = setInterval(giveUp, STUCK);
  };
  const end = () => {
    clearTimeout(saying);
    clearInterval(trying);
    saying = trying = 0;
  };
  socket.io.timeout(STUCK);
  socket.on("connect", end);
  socket.on("disconnect", (why) => {
    begin();
    // A page that is about to go ends its line, and may stay: what was followed was a file, or mail.
    if (why === "io client disconnect") setTimeout(() => socket.reconnect?.(), 1000);
  });
  socket.on("connect_error", () => {
    begin();
    say();
  });
  begin();
};

/**
 * Follow a socket for as long as the page lives.
 * @param {Socket} socket
 */
export const watchConnection = (socket) => {
  let timer = 0;
  let last = Date.now();
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
  };
  const heard = () => {
    stop();
    last = Date.now();
    if (socket.connected && trouble.get() === "silent") trouble.set("");
  };
  const giveUp = () => {
    timer = 0;
    say();
    // What hangs would be noticed after the server's own patience alone; from here on it is tried anew.
    socket.io.engine?.close();
  };
  const ask = () => {
    timer = setTimeout(giveUp, SILENT);
    socket.emit("ping");
  };
  const awaitAnswer = () => {
    if (!timer) timer = setTimeout(ask, QUIET);
  };
  socket.on("connect", () => {
    connections += 1;
    heard();
    trouble.set("");
    awaitAnswer(); // to the page's own question, which came with the connection
  });
  socket.on("disconnect", stop);
  socket.io.on("ping", heard);
  socket.onAny(heard);
  socket.onAnyOutgoing((name) => {
    if (name !== "ping") awaitAnswer();
  });
  const notice = () => {
    if (socket.connected && !timer && Date.now() - last > STALE) ask();
  };
  for (const kind of PRESENCE) addEventListener(kind, notice, { passive: true, capture: true });
  addEventListener("offline", () => trouble.set("offline"));
  addEventListener("online", () => {
    trouble.set(socket.connected ? "" : "silent");
    if (!socket.connected) socket.reconnect?.();
    else if (!timer) ask();
  });
  watchAttempts(socket);
};
