import { parseConfig } from "../config.ts";
import type { OpenWorkspace } from "../deps.ts";
import { createGemini } from "../model/gemini.ts";
import { createOfflineAnalyst } from "../model/offline/create-offline.ts";
import { loadCoverage } from "../semantic/load-coverage.ts";
import { type GeminiStandIn, openGeminiStandIn, STAND_IN_KEY } from "./gemini-stand-in.ts";
import { createShopDeps, openShop, type ShopDeps, type ShopOptions } from "./open-shop.ts";

/** The shop, asked through Gemini's API; the stand-in says what the offline analyst would. */
export type GeminiShop = AsyncDisposable & {
  readonly google: GeminiStandIn;
  readonly shop: OpenWorkspace;
  /** A turn's dependencies by settings alone, with parts of them replaced. */
  readonly deps: (env?: Record<string, string>, options?: ShopOptions) => ShopDeps;
};

export async function openGeminiShop(): Promise<GeminiShop> {
  const shop = await openShop();
  const { workspace, warehouse, scope, values } = shop;
  const { signal } = new AbortController();
  const limits = { timeoutMs: 20_000, maxCostUsd: 1 };
  const coverage = await loadCoverage(workspace.model, { warehouse, scope, limits, signal });
  const analyst = await createOfflineAnalyst({ workspace, values, coverage });
  const google = await openGeminiStandIn({ analyst });
  return {
    google,
    shop,
    deps: (more = {}, options = {}) => {
      const env = { GOOGLE_API_KEY: STAND_IN_KEY, GEMINI_BASE_URL: google.baseUrl, ...more };
      const { model } = parseConfig(env);
      if (model.kind !== "gemini") throw new Error("These settings are for Gemini");
      const open = { coverage, analyst, model: createGemini(model), ...options.open };
      return createShopDeps(shop, { ...options, env, open });
    },
    [Symbol.asyncDispose]: async () => {
      await google[Symbol.asyncDispose]();
      await warehouse[Symbol.asyncDispose]();
    },
  };
}
