import { type Browser, chromium } from "playwright-core";
import { shared } from "../../vitest.shared.ts";

/** The browser that all tests share; closing it closes what was opened in it here. */
export async function connectBrowser(): Promise<Browser> {
  return chromium.connect(await shared("browser"));
}
