import assert from "node:assert/strict";
import test from "node:test";
import { BINDINGS, commandFor, type Keystroke } from "@player/keys";

const stroke = (key: string, more: Partial<Keystroke> = {}): Keystroke => ({
  key,
  code: "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

test("letters do what the help says, whether caps lock is on or not", () => {
  assert.equal(commandFor(stroke("n"), false), "next");
  assert.equal(commandFor(stroke("N"), false), "next");
  assert.equal(
    commandFor(stroke("C", { shiftKey: true }), false),
    "confirmAll",
  );
  assert.equal(commandFor(stroke("?", { shiftKey: true }), false), "help");
  assert.equal(
    commandFor(stroke("ArrowLeft", { shiftKey: true }), false),
    "back5",
  );
  assert.equal(commandFor(stroke("7"), false), "digit");
});

test("combinations of the browser are left alone", () => {
  for (const binding of BINDINGS.filter((each) => each.key !== "enter")) {
    assert.equal(
      commandFor(stroke(binding.key, { ctrlKey: true }), false),
      null,
      binding.key,
    );
    assert.equal(
      commandFor(stroke(binding.key, { metaKey: true }), false),
      null,
      binding.key,
    );
    assert.equal(
      commandFor(stroke(binding.key, { altKey: true }), false),
      null,
      binding.key,
    );
  }
  assert.equal(commandFor(stroke("Enter", { ctrlKey: true }), false), "submit");
});

test("in a text field only Escape and Ctrl+Enter are ours", () => {
  for (const binding of BINDINGS.filter((each) => each.key !== "escape"))
    assert.equal(
      commandFor(
        stroke(binding.key, { shiftKey: binding.shift ?? false }),
        true,
      ),
      null,
      binding.key,
    );
  assert.equal(commandFor(stroke("Escape"), true), "escape");
  assert.equal(commandFor(stroke("Enter", { ctrlKey: true }), true), "submit");
});

test("nothing is taken while a word is being composed", () => {
  assert.equal(
    commandFor(stroke("Enter", { ctrlKey: true, isComposing: true }), true),
    null,
  );
  assert.equal(commandFor(stroke("n", { isComposing: true }), false), null);
});

test("full-width punctuation and other alphabets reach the same commands", () => {
  assert.equal(commandFor(stroke("？"), false), "help");
  assert.equal(commandFor(stroke("】"), false), "faster");
  assert.equal(commandFor(stroke("т", { code: "KeyN" }), false), "next");
});

test("no two commands share a key", () => {
  const keys = BINDINGS.map(
    (binding) => `${binding.shift ?? false} ${binding.key}`,
  );
  assert.equal(new Set(keys).size, keys.length);
});
