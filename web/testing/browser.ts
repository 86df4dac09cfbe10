import { existsSync } from "node:fs";
import { type Browser, type BrowserServer, chromium } from "playwright-core";

const SYSTEM = "/usr/bin/chromium";
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A Chromium without a window: the system's, else the one that comes as a package. Close it when done. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch(await found());
}

/** As `openBrowser`, for several processes. */
export async function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer(await found());
}

async function found(): Promise<{ readonly executablePath: string; readonly args: string[] }> {
  if (existsSync(SYSTEM)) return { executablePath: SYSTEM, args: ARGS };
  const packaged = (await import("@sparticuz/chromium")).default;
  return {
    executablePath: await packaged.executablePath(),
    args: [...packaged.args, ...ARGS],
  };
}
