// The line to the server: asked about when nothing is heard after something was sent, given up when nobody answers.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

globalThis.addEventListener ??= () => {};
const { readTrouble, watchConnection } = await import("../../assets/kit/live/line.js");

const socketOf = () => {
  const acts = {};
  const socket = {
    connected: true,
    sent: [],
    closed: 0,
    io: { engine: { close: () => (socket.closed += 1) } },
    emit: (name) => {
      socket.sent.push(name);
      acts.outgoing(name);
    },
    on: (name, act) => (acts[name] = act),
    onAny: (act) => (acts.heard = act),
    onAnyOutgoing: (act) => (acts.outgoing = act),
  };
  watchConnection(socket);
  acts.connect();
  return { socket, acts };
};

test("a server that answers is not asked whether it is there", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { socket, acts } = socketOf();
  socket.emit("event");
  mock.timers.tick(2000);
  acts.heard();
  mock.timers.tick(60_000);
  assert.deepEqual([socket.sent, readTrouble()], [["event"], ""]);
  mock.timers.reset();
});

test("one that says nothing is asked, given up within ten seconds, and heard of again when it is back", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { socket, acts } = socketOf();
  socket.emit("event");
  mock.timers.tick(4000);
  assert.deepEqual([socket.sent, readTrouble()], [["event", "ping"], ""]);
  mock.timers.tick(5000);
  assert.deepEqual([readTrouble(), socket.closed], ["silent", 1]);
  acts.connect();
  assert.equal(readTrouble(), "");
  mock.timers.reset();
});

test("one that answers the question is there, however long it takes for what was sent", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { socket, acts } = socketOf();
  socket.emit("event");
  mock.timers.tick(4000);
  acts.heard();
  mock.timers.tick(60_000);
  assert.deepEqual([readTrouble(), socket.closed], ["", 0]);
  mock.timers.reset();
});
