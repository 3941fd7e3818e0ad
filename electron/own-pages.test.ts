import { expect, test } from "vitest";
import { mayNavigate, windowOpenAnswer } from "./navigation.ts";
import { isOwnPage } from "./own-pages.ts";
import { mayUse } from "./permissions.ts";

const STRANGERS = [
  "https://optophone/",
  "app://elsewhere/",
  "app://optophone.example.org/",
  "app://optophone:80/",
  "app://user@optophone/",
  "app:optophone",
  "application://optophone/",
  "file:///app://optophone/",
  "javascript:alert(1)",
  "about:blank",
  "data:text/html,hello",
  "not an address",
  "",
  undefined,
];

test.each(["app://optophone/", "app://optophone/index.html?x#y", "APP://optophone/"])("%s is ours", (address) => {
  expect(isOwnPage(address)).toBe(true);
  expect(mayNavigate(address)).toBe(true);
  expect(mayUse("fileSystem", address)).toBe(true);
});

test.each(STRANGERS)("%s is not ours", (address) => {
  expect(isOwnPage(address)).toBe(false);
  expect(mayNavigate(address ?? "")).toBe(false);
  expect(mayUse("fileSystem", address)).toBe(false);
});

test("a window is opened for the output only, and blank", () => {
  const frameName = "optophone-output";
  expect(windowOpenAnswer({ url: "about:blank", frameName }).action).toBe("allow");
  expect(windowOpenAnswer({ url: "about:blank", frameName: "other" }).action).toBe("deny");
  expect(windowOpenAnswer({ url: "https://example.org/", frameName }).action).toBe("deny");
  expect(windowOpenAnswer({ url: "app://optophone/", frameName }).action).toBe("deny");
});

test("the blank output window may fill the display and nothing else", () => {
  expect(mayUse("fullscreen", "about:blank")).toBe(true);
  expect(mayUse("fullscreen", "https://example.org/")).toBe(false);
  expect(mayUse("fileSystem", "about:blank")).toBe(false);
});
