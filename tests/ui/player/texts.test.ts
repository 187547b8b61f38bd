import assert from "node:assert/strict";
import test from "node:test";
import catalogue from "@player/texts.json";
import { termOf, translator } from "@player/texts";

test("every text is there in Chinese and in English, with the same values to fill in", () => {
  const values = (text: string): string[] =>
    [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, texts] of Object.entries(catalogue)) {
    assert.deepEqual(Object.keys(texts).sort(), ["en", "zh"], key);
    assert.ok(texts.zh.trim() && texts.en.trim(), key);
    assert.deepEqual(values(texts.zh), values(texts.en), key);
  }
});

test("values are filled in, and unknown codes show as they are", () => {
  const t = translator("zh");
  assert.equal(t("turns_of", { count: 3 }), "3 句");
  assert.equal(termOf(t, "flag", "long"), "过长");
  assert.equal(termOf(t, "flag", "brand_new"), "brand_new");
});
