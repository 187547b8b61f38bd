import assert from "node:assert/strict";
import test from "node:test";
import { evidenceSpans, jump, nextRate, type Modes } from "@player/playback";
import { clock, lastAt, merged } from "@player/time";
import { Heard } from "@player/heard";

const plain: Modes = { skipSilences: false, onlyEvidence: false, loop: null };
const silences = [[10, 20, false]] as const;

test("without modes nothing jumps", () => {
  assert.equal(jump(15, plain, silences, [[1, 2]]), null);
});

test("a silence is skipped but for a breath at either side", () => {
  const modes = { ...plain, skipSilences: true };
  assert.equal(jump(10.1, modes, silences, []), null);
  assert.equal(jump(12, modes, silences, []), 19.65);
  assert.equal(jump(19.65, modes, silences, []), null);
});

test("only evidence plays from one to the next and stops after the last", () => {
  const modes = { ...plain, onlyEvidence: true };
  const spans = evidenceSpans([
    [5, 6],
    [6.5, 7],
    [30, 31],
  ]);
  assert.deepEqual(spans, [
    [4, 7.6],
    [29, 31.6],
  ]);
  assert.equal(jump(0, modes, [], spans), 4);
  assert.equal(jump(5, modes, [], spans), null);
  assert.equal(jump(8, modes, [], spans), 29);
  assert.equal(jump(31.7, modes, [], spans), "end");
});

test("only evidence plays everything when there is none", () => {
  assert.equal(jump(3, { ...plain, onlyEvidence: true }, [], []), null);
});

test("a loop goes back at its end and wins over the other modes", () => {
  const modes = {
    skipSilences: true,
    onlyEvidence: true,
    loop: [11, 14] as const,
  };
  assert.equal(jump(12, modes, silences, [[1, 2]]), null);
  assert.equal(jump(14, modes, silences, [[1, 2]]), 11);
  assert.equal(jump(2, modes, silences, [[1, 2]]), 11);
});

test("speed goes in quarters between a half and three", () => {
  assert.equal(nextRate(1, 1), 1.25);
  assert.equal(nextRate(1, -1), 0.75);
  assert.equal(nextRate(3, 1), 3);
  assert.equal(nextRate(0.5, -1), 0.5);
  assert.equal(nextRate(1.1, -1), 1);
});

test("times read as minutes and seconds, with hours when there are any", () => {
  assert.equal(clock(65.9), "1:05");
  assert.equal(clock(3605), "1:00:05");
});

test("the current item is the last that has begun", () => {
  const items = [0, 5, 5, 9].map((start) => ({ start }));
  for (let at = -1; at < 12; at += 0.5) {
    assert.equal(
      lastAt(items, at),
      items.filter((item) => item.start <= at).length - 1,
    );
  }
});

test("spans that touch become one", () => {
  assert.deepEqual(
    merged([
      [5, 6],
      [0, 2],
      [1, 3],
      [6, 7],
    ]),
    [
      [0, 3],
      [5, 7],
    ],
  );
});

test("only what was played counts as heard, not what was jumped over", () => {
  const heard = new Heard();
  for (const at of [0, 0.5, 1, 1.5]) heard.at(at);
  heard.at(60);
  heard.at(61);
  heard.at(null);
  heard.at(100);
  assert.deepEqual(heard.take(), [
    [0, 1.5],
    [60, 61],
  ]);
  assert.deepEqual(heard.take(), []);
});
