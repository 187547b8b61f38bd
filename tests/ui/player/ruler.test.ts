import assert from "node:assert/strict";
import test from "node:test";
import { ticks } from "@player/ruler";

const written = (found: ReturnType<typeof ticks>): string[] =>
  found.flatMap((each) => each.written ?? []);

test("times are written as often as there is room for them", () => {
  assert.deepEqual(written(ticks(0, 300, 3)), [
    "0:00",
    "0:30",
    "1:00",
    "1:30",
    "2:00",
    "2:30",
    "3:00",
    "3:30",
    "4:00",
    "4:30",
    "5:00",
  ]);
  assert.deepEqual(written(ticks(0, 3, 100)), ["0:00", "0:01", "0:02", "0:03"]);
  for (const pxPerSecond of [0.02, 0.1, 0.5, 1, 3, 7, 40, 200]) {
    const found = ticks(0, 10_000, pxPerSecond).filter(
      (each) => each.written !== null,
    );
    const gaps = found
      .slice(1)
      .map((each, i) => (each.at - found[i]!.at) * pxPerSecond);
    assert.ok(
      gaps.every((gap) => gap >= 64),
      `${pxPerSecond}: ${Math.min(...gaps)}`,
    );
  }
});

test("only what is in view is drawn, and ticks stay where they are while it moves", () => {
  assert.deepEqual(
    ticks(3597, 3612, 13).map((each) => [each.at, each.written]),
    [
      3597, 3598, 3599, 3600, 3601, 3602, 3603, 3604, 3605, 3606, 3607, 3608,
      3609, 3610, 3611, 3612,
    ].map((at) => [
      at,
      at === 3600
        ? "1:00:00"
        : at === 3605
          ? "1:00:05"
          : at === 3610
            ? "1:00:10"
            : null,
    ]),
  );
  assert.ok(ticks(0, 3600, 0.3).length < 100);
  assert.deepEqual(ticks(10.2, 10.3, 100), []);
});
