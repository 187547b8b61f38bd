import assert from "node:assert/strict";
import test from "node:test";
import { itemOf, levels, totalOf } from "@player/score";
import {
  effectiveState,
  nextUndecided,
  ordered,
  stops,
  undecided,
} from "@player/verdicts";
import { criterion, verdict } from "./made";

const overturned = {
  outcome: "overturned",
  true_state: "pass",
  reason: "x",
} as const;
const confirmed = {
  outcome: "confirmed",
  true_state: null,
  reason: null,
} as const;

test("fatal fails come first, then fails, doubts, the rest; a decision moves nothing", () => {
  const all = [
    verdict("a", "pass"),
    verdict("b", "undetermined"),
    verdict("c", "fail"),
    verdict("d", "fail", { fatal: true }),
  ];
  assert.deepEqual(
    ordered(all).map((each) => each.code),
    ["d", "c", "b", "a"],
  );
  all[3]!.decision = overturned;
  assert.deepEqual(
    ordered(all).map((each) => each.code),
    ["d", "c", "b", "a"],
  );
});

test("the next undecided verdict goes round and ends when all are decided", () => {
  const all = [
    verdict("a", "fail"),
    verdict("b", "fail"),
    verdict("c", "fail"),
  ];
  assert.equal(nextUndecided(all, "b")?.code, "c");
  all[2]!.decision = confirmed;
  assert.equal(nextUndecided(all, "b")?.code, "a");
  all[0]!.decision = all[1]!.decision = confirmed;
  assert.equal(nextUndecided(all, "b"), null);
  assert.deepEqual(undecided(all), []);
});

test("every evidence is a stop, and so is a verdict without any", () => {
  const all = [
    verdict("a", "fail", { evidence: [{ why: "x", start: 3 }, { why: "y" }] }),
    verdict("b", "fail"),
  ];
  assert.deepEqual(stops(all), [
    { code: "a", index: 0, start: 3, end: 3 },
    { code: "a", index: 1, start: null, end: null },
    { code: "b", index: -1, start: null, end: null },
  ]);
});

test("a decision changes the state that holds", () => {
  assert.equal(
    effectiveState(verdict("a", "fail", { decision: overturned })),
    "pass",
  );
  assert.equal(
    effectiveState(verdict("a", "fail", { decision: confirmed })),
    "fail",
  );
  assert.equal(
    effectiveState(
      verdict("a", "fail", {
        decision: { ...confirmed, outcome: "cannot_judge" },
      }),
    ),
    "undetermined",
  );
});

test("an overturned verdict gives its criterion the points back", () => {
  const judged = criterion("G", 8, { rules: ["a"] });
  const machine = { points: 0, state: "scored" } as const;
  assert.equal(
    itemOf(judged, undefined, machine, [verdict("a", "fail")]).points,
    0,
  );
  assert.equal(
    itemOf(judged, undefined, machine, [
      verdict("a", "fail", { decision: overturned }),
    ]).points,
    8,
  );
});

test("of two fails that cost something, overturning one leaves the other's cost", () => {
  const judged = criterion("G", 8, { rules: ["a", "b"] });
  const verdicts = [
    verdict("a", "fail", { cost: 3, decision: overturned }),
    verdict("b", "fail", { cost: 2 }),
  ];
  assert.equal(
    itemOf(judged, undefined, { points: 3, state: "scored" }, verdicts).points,
    6,
  );
});

test("a verdict that cannot be judged leaves its criterion to the person", () => {
  const judged = criterion("G", 8, { rules: ["a"] });
  const decided = verdict("a", "fail", {
    decision: { outcome: "cannot_judge", true_state: null, reason: null },
  });
  assert.equal(
    itemOf(judged, undefined, { points: 0, state: "scored" }, [decided]).state,
    "needs_human",
  );
});

test("the person's answer wins over the machine", () => {
  const judged = criterion("G", 8, { rules: ["a"] });
  const item = itemOf(
    judged,
    { points: 5, na: false, comment: "" },
    { points: 0, state: "scored" },
    [verdict("a", "fail")],
  );
  assert.deepEqual(item, { points: 5, state: "scored", by: "human" });
});

test("a comment alone is no answer", () => {
  assert.equal(
    itemOf(
      criterion("H", 5, { human: true }),
      { points: null, na: false, comment: "x" },
      undefined,
      [],
    ).state,
    "needs_human",
  );
});

test("the total is weighted, leaves out what does not apply, and a fatal fail makes it nothing", () => {
  const criteria = [
    criterion("A", 10, { weight: 2 }),
    criterion("B", 5),
    criterion("C", 5, { fatal: true }),
  ];
  const items = new Map([
    ["A", { points: 5, state: "scored", by: "human" } as const],
    ["B", { points: null, state: "not_applicable", by: "human" } as const],
    ["C", { points: 5, state: "scored", by: "machine" } as const],
  ]);
  assert.deepEqual(totalOf(criteria, items, []), { total: 60, fatal: false });
  assert.deepEqual(
    totalOf(criteria, items, [verdict("x", "fail", { fatal: true })]),
    { total: 0, fatal: true },
  );
  items.set("C", { points: 0, state: "scored", by: "machine" } as never);
  assert.deepEqual(totalOf(criteria, items, []), { total: 0, fatal: true });
  assert.equal(totalOf(criteria, new Map(), []).total, null);
});

test("five answers from none to all in half points; a fatal item has only the ends", () => {
  assert.deepEqual(levels(criterion("A", 7)), [0, 2, 3.5, 5.5, 7]);
  assert.deepEqual(levels(criterion("A", 5, { fatal: true })), [0, 0, 0, 0, 5]);
});
