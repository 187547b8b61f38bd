import assert from "node:assert/strict";
import test from "node:test";
import { ApiError, errorOf, type Send } from "@player/api";
import { Draft } from "@player/draft";
import { Outbox } from "@player/outbox";
import { BrowserShelf, type Shelf } from "@player/shelf";
import { memory, pause } from "./made";

const down = new ApiError("unreachable", 0, "unreachable", {
  zh: "",
  en: "",
  fix: "",
});

function outbox(
  shelf: Shelf,
  send: Send,
  refused: string[] = [],
  done: string[] = [],
): Outbox {
  return new Outbox(shelf, "box.", send, {
    done: (entry) => done.push(entry.ref),
    refused: (entry, error) => refused.push(`${entry.ref} ${error.trouble}`),
    waiting: () => undefined,
    changed: () => undefined,
  });
}
const entry = (ref: string, path = `/x/${ref}`) =>
  ({ method: "POST", path, body: { ref }, kind: "decide", ref }) as const;

test("things are sent one after another, in order", async () => {
  const sent: unknown[] = [];
  const box = outbox(memory().shelf, async (_method, path) => {
    await pause(1);
    sent.push(path);
    return null;
  });
  for (const ref of ["a", "b", "c"]) box.push(entry(ref));
  assert.equal(await box.flush(), true);
  assert.deepEqual(sent, ["/x/a", "/x/b", "/x/c"]);
});

test("what the server did not get is still there for the next visit", async () => {
  const { shelf } = memory();
  const first = outbox(shelf, () => Promise.reject(down));
  first.push(entry("a"));
  first.push(entry("b"));
  assert.equal(await first.flush(), false);
  first.close();
  const sent: string[] = [];
  const second = outbox(shelf, async (_method, path) => sent.push(path));
  assert.equal(await second.flush(), true);
  assert.deepEqual(sent, ["/x/a", "/x/b"]);
});

test("one that is refused is kept and does not hold up the others", async () => {
  const refused: string[] = [];
  const done: string[] = [];
  let mood = 422;
  const box = outbox(
    memory().shelf,
    async (_method, path) => {
      if (path === "/x/a" && mood !== 200)
        throw errorOf(mood, { error: { code: "bad" } });
      return null;
    },
    refused,
    done,
  );
  box.push(entry("a"));
  box.push(entry("b"));
  assert.equal(await box.flush(), false);
  assert.deepEqual([refused, done], [["a refused"], ["b"]]);
  mood = 200;
  box.retry(box.entries[0]!.id);
  assert.equal(await box.flush(), true);
});

test("a provisional name gives way to the server's in everything that waits", async () => {
  const { shelf } = memory();
  const box = outbox(shelf, () => Promise.reject(down));
  box.push({
    ...entry("new-1", "/notes/new-1"),
    body: { annotation_id: "new-1" },
  });
  await box.flush();
  box.rename("new-1", "77");
  const { path, ref, body } = box.entries[0]!;
  assert.deepEqual(
    [path, ref, body],
    ["/notes/77", "77", { annotation_id: "77" }],
  );
  box.close();
});

test("errors are told apart by what the inspector has to do", () => {
  const trouble = (status: number, code = ""): string =>
    errorOf(status, { error: { code } }).trouble;
  assert.equal(trouble(401), "signed_out");
  assert.equal(trouble(409), "conflict");
  assert.equal(trouble(409, "claim_expired"), "claim");
  assert.equal(trouble(503), "unreachable");
  assert.equal(trouble(404), "gone");
  assert.equal(trouble(422), "refused");
  assert.equal(errorOf(500, null).words.zh, "");
});

interface Server {
  revision: number;
  bodies: unknown[];
  fail: ApiError | null;
}

function draft(shelf: Shelf, server: Server, troubles: string[] = []): Draft {
  const send: Send = async (_method, _path, body) => {
    if (server.fail) throw server.fail;
    const { revision } = body as { revision: number };
    if (revision !== server.revision) throw errorOf(409, null);
    server.bodies.push(body);
    return { revision: ++server.revision };
  };
  const start = { revision: server.revision, answers: {}, comment: "" };
  return new Draft(start, shelf, "draft", "/draft", send, {
    changed: () => undefined,
    saved: () => undefined,
    trouble: (error) => troubles.push(error.trouble),
  });
}

test("a draft is in the browser at once and at the server a moment later", async () => {
  const { shelf } = memory();
  const server: Server = { revision: 3, bodies: [], fail: null };
  const mine = draft(shelf, server);
  mine.answer("A", { points: 5 });
  mine.answer("A", { comment: "好" });
  assert.match(JSON.stringify(shelf.read("draft")), /好/);
  await pause(700);
  assert.deepEqual(server.bodies, [
    {
      revision: 3,
      answers: { A: { points: 5, na: false, comment: "好" } },
      comment: "",
    },
  ]);
  assert.deepEqual(
    [mine.state, mine.revision, shelf.read("draft")],
    ["saved", 4, null],
  );
});

test("a draft that never arrived is taken up again on the next visit", async () => {
  const { shelf } = memory();
  const server: Server = { revision: 1, bodies: [], fail: down };
  const before = draft(shelf, server);
  before.remark("还没保存");
  assert.equal(await before.save(), false);
  assert.equal(before.state, "waiting");
  before.close();
  server.fail = null;
  const after = draft(shelf, server);
  assert.equal(after.comment, "还没保存");
  assert.equal(await after.save(), true);
  assert.equal(server.bodies.length, 1);
  before.close();
});

test("when the server has moved on meanwhile, both are kept until the person chooses", async () => {
  const { shelf } = memory();
  const server: Server = { revision: 1, bodies: [], fail: down };
  const before = draft(shelf, server);
  before.remark("我的");
  await before.save();
  before.close();
  Object.assign(server, { revision: 2, fail: null });
  const after = draft(shelf, server);
  assert.equal(after.comment, "");
  assert.equal(after.stray?.comment, "我的");
  after.adopt(after.stray!);
  after.insist(2);
  assert.equal(await after.save(), true);
  assert.equal((server.bodies[0] as { comment: string }).comment, "我的");
});

test("another window's save is never overwritten unseen", async () => {
  const troubles: string[] = [];
  const server: Server = { revision: 5, bodies: [], fail: null };
  const mine = draft(memory().shelf, server, troubles);
  server.revision = 6;
  mine.answer("A", { points: 1 });
  assert.equal(await mine.save(), false);
  assert.deepEqual([mine.state, troubles], ["conflict", ["conflict"]]);
  mine.yield({ revision: 6, answers: {}, comment: "theirs" });
  assert.deepEqual([mine.comment, mine.state], ["theirs", "saved"]);
});

test("a storage that is full, forbidden or spoilt is made up for by memory", () => {
  const full = memory(true).shelf;
  full.write("a.1", { x: 1 });
  assert.deepEqual([full.keys("a."), full.read("a.1")], [["a.1"], { x: 1 }]);
  full.remove("a.1");
  assert.equal(full.read("a.1"), null);
  const forbidden = new BrowserShelf(() => {
    throw new Error("SecurityError");
  });
  forbidden.write("b", 2);
  assert.equal(forbidden.read("b"), 2);
  const { shelf, map } = memory();
  map.set("c", "{spoilt");
  assert.equal(shelf.read("c"), null);
});
