import assert from "node:assert/strict";
import test from "node:test";
import {
  hitsByTurn,
  pieces,
  spanOf,
  timeAt,
  wordPlaces,
} from "@player/turntext";
import { flattened, tagsOf } from "@player/noteform";
import { turn, verdict } from "./made";

const said = turn("我要，投诉你们。", [
  [10, 11, "我要", 0.9],
  [12, 13, "投诉", 0.3],
  [13, 14, "你们", 0.9],
]);

test("words find their places past punctuation that they do not have", () => {
  assert.deepEqual(wordPlaces(said), [
    [0, 2, 0],
    [3, 5, 1],
    [5, 7, 2],
  ]);
});

test("words that the repairs removed have no place and disturb no other", () => {
  assert.deepEqual(
    wordPlaces(
      turn("工号二", [
        [1, 2, "公号", 1],
        [2, 3, "二", 1],
      ]),
    ),
    [[2, 3, 1]],
  );
});

test("a place in the text has a time, and a stretch a span", () => {
  assert.equal(timeAt(said, 3), 12);
  assert.deepEqual(spanOf(said, 3, 7), [12, 14]);
  assert.equal(timeAt(turn("abcd"), 2), 15);
});

test("low words and hits are marked, and the pieces are the whole text", () => {
  const hits = [{ code: "C", index: 0, start: 3, end: 7 }];
  const result = pieces(said, hits);
  assert.equal(result.map((piece) => piece.text).join(""), said.text);
  assert.deepEqual(
    result.filter((piece) => piece.low).map((piece) => piece.text),
    ["投诉"],
  );
  assert.deepEqual(
    result
      .filter((piece) => piece.hit)
      .map((piece) => piece.text)
      .join(""),
    "投诉你们",
  );
});

test("a correction shows with its original, and of two that overlap the later holds", () => {
  const corrected = turn("公号两千", [], {
    corrections: [
      { start: 0, end: 2, text: "工号" },
      { start: 0, end: 4, text: "工号 2000" },
    ],
  });
  assert.deepEqual(
    pieces(corrected, []).map(({ text, original }) => [text, original]),
    [["工号 2000", "公号两千"]],
  );
});

test("evidence marks the turn of its role at its time", () => {
  const fault = verdict("C", "fail", {
    evidence: [{ why: "x", start: 12, end: 13, role: "agent", quote: "" }],
  });
  const other = turn("投诉", [[12, 13, "投诉", 1]], { i: 1, role: "customer" });
  assert.deepEqual(
    [...hitsByTurn([said, other], [fault])],
    [[0, [{ code: "C", index: 0, start: 3, end: 5 }]]],
  );
});

test("evidence of a pass marks nothing", () => {
  const fine = verdict("C", "pass", {
    evidence: [{ why: "x", start: 12, end: 13, role: "agent" }],
  });
  assert.equal(hitsByTurn([said], [fine]).size, 0);
});

test("tags are split at commas and spaces of any kind, each once", () => {
  assert.deepEqual(tagsOf(" 推诿，冷漠 推诿 #a;b、 "), [
    "推诿",
    "冷漠",
    "a",
    "b",
  ]);
});

test("the category tree is listed in order with its depth", () => {
  const tree = [
    { id: 1, name: "a", children: [{ id: 2, name: "b" }] },
    { id: 3, name: "c" },
  ];
  assert.deepEqual(
    flattened(tree).map(({ id, depth }) => [id, depth]),
    [
      ["1", 0],
      ["2", 1],
      ["3", 0],
    ],
  );
});
