/** The page's total is the server's; `EARMARK_TOTALS` names a file of pages as the server sends them. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { criteriaOf, itemOf, totalOf } from "@player/score";
import type { CallPage } from "@player/types";

const file = process.env["EARMARK_TOTALS"];

test("the total is the server's", { skip: !file }, () => {
  const pages = JSON.parse(readFileSync(file!, "utf-8")) as CallPage[];
  assert.ok(pages.length > 10);
  for (const page of pages) {
    const criteria = criteriaOf(page.scorecard!.sections);
    const items = new Map(
      criteria.map((each) => [
        each.code,
        itemOf(
          each,
          page.draft!.answers[each.code],
          page.machine[each.code],
          page.verdicts,
        ),
      ]),
    );
    const { total } = totalOf(criteria, items, page.verdicts);
    assert.equal(total, page.draft!.total, page.call.call_id);
  }
});
