// The line to the server: asked about when nothing is heard after something was sent, given up when nobody answers, and dead when it hangs.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

let heardByPage = [];
globalThis.addEventListener = (kind, act) => heardByPage.push([kind, act]);
const { readTrouble, watchConnection } = await import("../../assets/kit/live/line.js");

/** So many milliseconds pass. In steps: a timer that is set meanwhile counts from its own moment. */
const passes = (ms) => {
  for (let step = 0; step < ms; step += 500) mock.timers.tick(500);
};

const happens = (kind) => heardByPage.filter(([name]) => name === kind).forEach(([, act]) => act());

/** A socket that is being connected, as Reflex's script has just made it. */
const socketOf = () => {
  const acts = {};
  const tell = (name, ...what) => (acts[name] ?? []).forEach((act) => act(...what));
  const socket = {
    connected: false,
    wait_connect: true,
    sent: [],
    closed: 0,
    tried: 0,
    io: {
      engine: { close: () => (socket.closed += 1) },
      on: (name, act) => (acts[`engine ${name}`] = [act]),
      timeout: () => {},
    },
    reconnect: () => {
      if (!socket.connected && !socket.wait_connect) socket.tried += 1;
    },
    emit: (name) => {
      socket.sent.push(name);
      tell("outgoing", name);
    },
    on: (name, act) => (acts[name] = [...(acts[name] ?? []), act]),
    onAny: (act) => (acts.heard = [act]),
    onAnyOutgoing: (act) => (acts.outgoing = [act]),
  };
  watchConnection(socket);
  return { socket, tell };
};

const connect = ({ socket, tell }) => {
  socket.connected = true;
  socket.wait_connect = false;
  tell("connect");
};

/** One that is connected, and has given its page. */
const connected = () => {
  const made = socketOf();
  connect(made);
  made.tell("heard");
  return made;
};

const disconnect = ({ socket, tell }, why = "transport close") => {
  socket.connected = false;
  tell("disconnect", why);
};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  heardByPage = [];
  connected(); // whatever the one before left
  heardByPage = [];
});

test("a server that answers is not asked whether it is there", () => {
  const { socket, tell } = connected();
  socket.emit("event");
  passes(2000);
  tell("heard");
  passes(60_000);
  assert.deepEqual([socket.sent, readTrouble()], [["event"], ""]);
});

test("one that says nothing is asked, given up within ten seconds, and heard of again when it is back", () => {
  const made = connected();
  const { socket } = made;
  socket.emit("event");
  passes(4000);
  assert.deepEqual([socket.sent, readTrouble()], [["event", "ping"], ""]);
  passes(5000);
  assert.deepEqual([readTrouble(), socket.closed], ["silent", 1]);
  connect(made);
  assert.equal(readTrouble(), "");
});

test("one that answers the question is there, however long it takes for what was sent", () => {
  const { socket, tell } = connected();
  socket.emit("event");
  passes(4000);
  tell("heard");
  passes(60_000);
  assert.deepEqual([readTrouble(), socket.closed], ["", 0]);
});

test("one that connects and never gives the page is asked, and given up", () => {
  const made = socketOf();
  connect(made);
  passes(10_000);
  assert.deepEqual([made.socket.sent, readTrouble(), made.socket.closed], [["ping"], "silent", 1]);
});

test("a line that broke while an answer was awaited is watched like any other when it is back", () => {
  const made = connected();
  made.socket.emit("event");
  disconnect(made);
  connect(made);
  made.tell("heard");
  made.socket.emit("event");
  passes(10_000);
  assert.equal(readTrouble(), "silent");
});

test("connecting that fails is said at once, before there ever was a page or after", () => {
  for (const made of [socketOf(), connected()]) {
    if (made.socket.connected) disconnect(made);
    made.tell("connect_error");
    assert.equal(readTrouble(), "silent");
    connect(made);
    assert.equal(readTrouble(), "");
  }
});

test("connecting that hangs is said within some seconds, given up and tried anew, again and again", () => {
  for (const made of [socketOf(), connected()]) {
    if (made.socket.connected) disconnect(made);
    made.socket.wait_connect = true;
    passes(4000);
    assert.equal(readTrouble(), "");
    passes(2000);
    assert.equal(readTrouble(), "silent");
    for (const tries of [1, 2, 3]) {
      made.socket.wait_connect = true;
      passes(12_000);
      assert.deepEqual([made.socket.closed, made.socket.tried], [tries, tries]);
    }
    connect(made);
    made.tell("heard");
    passes(60_000);
    assert.deepEqual([readTrouble(), made.socket.closed], ["", 3]);
  }
});

test("a line that is back at once is not spoken of", () => {
  const made = connected();
  disconnect(made);
  passes(2000);
  connect(made);
  made.tell("heard");
  passes(60_000);
  assert.deepEqual([readTrouble(), made.socket.closed], ["", 0]);
});

test("a page that was about to go, and stays, connects again", () => {
  const made = connected();
  disconnect(made, "io client disconnect");
  passes(1500);
  assert.deepEqual([made.socket.tried, readTrouble()], [1, ""]);
});

test("whoever moves on a page that heard nothing for long has the server asked, and is told when nobody answers", () => {
  const { socket, tell } = connected();
  for (const kind of ["pointermove", "scroll", "keydown"]) happens(kind);
  assert.deepEqual(socket.sent, []);
  passes(11_000);
  tell("engine ping"); // the server's own, which no page hears
  happens("pointermove");
  assert.deepEqual(socket.sent, []);
  passes(11_000);
  for (const kind of ["pointermove", "pointermove", "scroll"]) happens(kind);
  assert.deepEqual([socket.sent, readTrouble()], [["ping"], ""]);
  passes(5000);
  assert.deepEqual([readTrouble(), socket.closed], ["silent", 1]);
});

test("the browser's word counts at once, and a line that is not back yet is not said to be", () => {
  const made = connected();
  happens("offline");
  assert.equal(readTrouble(), "offline");
  disconnect(made);
  happens("online");
  assert.deepEqual([readTrouble(), made.socket.tried], ["silent", 1]);
  connect(made);
  assert.equal(readTrouble(), "");
});
