// The line to the server: whether it lives, by what the browser says, and by asking when nothing was heard after something was sent.
import { externalValue } from "../values.js";

/**
 * What is used of a Socket.IO client.
 * @typedef {{
 *   connected: boolean, reconnect?: () => void, io: { engine?: { close: () => void } }, emit: (name: string) => unknown,
 *   on: (name: string, act: () => void) => unknown, onAny: (act: () => void) => unknown,
 *   onAnyOutgoing: (act: (name: string) => void) => unknown,
 * }} Socket
 */

const QUIET = 3000; // so many milliseconds after something was sent, without a word since, the server is asked whether it is there
const SILENT = 4500; // so many later nobody answers

/** "offline" by the browser's word, "silent" when the server does not answer, "" while the line lives. */
export const trouble = externalValue("");
/** What is wrong with it now. */
export const readTrouble = trouble.get;
let connections = 0;

/** How many connections this page has had. */
export const countConnections = () => connections;

/**
 * Follow a socket for as long as the page lives.
 * @param {Socket} socket
 */
export const watchConnection = (socket) => {
  let timer = 0;
  const heard = () => {
    clearTimeout(timer);
    timer = 0;
    if (socket.connected && trouble.get() === "silent") trouble.set("");
  };
  const giveUp = () => {
    timer = 0;
    trouble.set("silent");
    // What hangs would be noticed after the server's own patience alone; from here on it is tried anew.
    socket.io.engine?.close();
  };
  const ask = () => {
    if (socket.connected) socket.emit("ping");
    timer = setTimeout(giveUp, SILENT);
  };
  const tryAgain = () => {
    if (!socket.connected) socket.reconnect?.();
    else if (!timer) ask();
  };
  socket.on("connect", () => {
    connections += 1;
    heard();
    trouble.set("");
  });
  socket.on("disconnect", () => clearTimeout(timer));
  socket.onAny(heard);
  socket.onAnyOutgoing((name) => {
    if (name !== "ping" && !timer) timer = setTimeout(ask, QUIET);
  });
  addEventListener("offline", () => trouble.set("offline"));
  addEventListener("online", () => {
    if (socket.connected) trouble.set("");
    tryAgain();
  });
};
