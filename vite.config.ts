import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/** The service that `vite web` (development) talks to. */
const SERVICE = "http://127.0.0.1:8080";
const ROUTES = [
  "/auth",
  "/chat",
  "/user",
  "/workspaces",
  "/knowledge",
  "/healthz",
  "/readyz",
  "/openapi.json",
];

export default defineConfig({
  root: "web",
  plugins: [preact({ devToolsEnabled: false })],
  logLevel: "warn",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // The page's policy is `default-src 'self'`: nothing inline, no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One script for the first view: a browser asks for six files at a time, and each is a way to go.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "first-view", tags: ["$initial"] }] } },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(ROUTES.map((route) => [route, SERVICE])),
  },
});
