import assert from "node:assert/strict";
import test from "node:test";
import {
  highest,
  LEVEL,
  percent,
  PITCH,
  riskyWords,
  shownRisks,
  turnOf,
} from "@player/risks";
import { translator } from "@player/texts";
import { pieces } from "@player/turntext";
import type {
  CallPage,
  Risk,
  RiskReason,
  Turn,
  VoicePoint,
} from "@player/types";
import { pathOf, scaleOf } from "@player/voicecurve";
import { turn } from "./made";

const said = turn("我要，投诉你们。", [[12, 13, "投诉", 0.3]], { i: 4 });

function reason(turn: number | null, phrase: string | null): RiskReason {
  return { zh: `客户说“${phrase}”`, en: `says “${phrase}”`, turn, phrase };
}

function risk(...reasons: RiskReason[]): Risk {
  return { probability: 0.7, calibrated: true, model: "m", reasons };
}

function page(risks: CallPage["risks"], turns: Turn[] = [said]): CallPage {
  return { risks, turns } as unknown as CallPage;
}

const words = (risks: CallPage["risks"]) =>
  riskyWords(page(risks), translator("zh"), "zh");

test("a probability is never told as certain", () => {
  assert.deepEqual([0.7249, 0.004, 0.999, 0.01].map(percent), [
    "72%",
    "<1%",
    ">99%",
    "1%",
  ]);
});

test("dissatisfaction comes before complaint, and what was not scored is not shown", () => {
  const both = shownRisks({ complaint: risk(), satisfaction: risk() });
  assert.deepEqual(
    both.map(([target]) => target),
    ["satisfaction", "complaint"],
  );
  assert.deepEqual(shownRisks({}), []);
});

test("a phrase is found in the text of its turn, and told with its risk", () => {
  const found = words({ complaint: risk(reason(4, "投诉你")) });
  assert.deepEqual(found.get(4), [
    { start: 3, end: 6, why: "投诉风险：客户说“投诉你”" },
  ]);
});

test("phrases that are nowhere mark nothing", () => {
  for (const lost of [
    reason(4, "退款"),
    reason(4, " "),
    reason(4, null),
    reason(99, "投诉"),
    reason(null, "投诉"),
  ])
    assert.equal(words({ satisfaction: risk(lost) }).size, 0);
  assert.equal(turnOf(reason(99, "投诉"), [said]), null);
});

test("risky words are pieces of their own beside hits, doubts and corrections", () => {
  const risky = words({ satisfaction: risk(reason(4, "要，投诉")) }).get(4);
  const hits = [{ code: "C", index: 0, start: 4, end: 7 }];
  const result = pieces(said, hits, risky);
  assert.equal(result.map((piece) => piece.text).join(""), said.text);
  const marked = result.filter((piece) => piece.risk !== null);
  assert.equal(marked.map((piece) => piece.text).join(""), "要，投诉");
  assert.ok(marked.some((piece) => piece.low && piece.hit));
  const corrections = [{ start: 3, end: 6, text: "拖住他" }];
  const corrected = pieces({ ...said, corrections }, hits, risky);
  assert.equal(
    corrected.map((piece) => piece.original ?? piece.text).join(""),
    said.text,
  );
  assert.ok(corrected.find((piece) => piece.original === "投诉你")?.risk);
});

const voice: VoicePoint[] = [
  [1, 10, 0, null],
  [3, 20, 6, -0.5],
  [5, 30, null, -0.2],
  [7, 40, 3, null],
];

test("the scale holds all values and zero, and small ones do not fill it", () => {
  assert.deepEqual(scaleOf(voice), [-3, 6]);
  assert.deepEqual(scaleOf([[0, 1, 0.2, -0.1]]), [-3, 3]);
  assert.deepEqual(scaleOf([[0, 1, -7.1, 3.2]]), [-8, 4]);
});

test("a line breaks where nothing is known, and never leaves the drawing", () => {
  assert.equal(
    pathOf(voice, LEVEL, 40),
    "M250.0 66.7h0L500.0 0.0M1000.0 33.3h0",
  );
  assert.equal(pathOf(voice, PITCH, 40), "M500.0 72.2h0L750.0 68.9");
  assert.equal(pathOf([[0, 90, 0, null]], LEVEL, 40), "M1000.0 50.0h0");
});

test("the greatest rise is told with its time, also when nothing rises", () => {
  assert.deepEqual(highest(voice, LEVEL), { value: 6, at: 20 });
  assert.deepEqual(highest(voice, PITCH), { value: -0.2, at: 30 });
  assert.equal(highest([[1, 10, 2, null]], PITCH), null);
});
