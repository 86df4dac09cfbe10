import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";

/** Public keys that tokens are checked with. */
export type Keys = JWTVerifyGetKey;

/** Thrown when no key can be had: it says nothing about the token. */
export class NoKeysError extends Error {
  constructor(cause: unknown) {
    super("Cannot read the keys that sign-ins are checked with", { cause });
    this.name = "NoKeysError";
  }
}

export type KeysOptions = {
  /** The key set as it stands now. */
  readonly load: (signal: AbortSignal) => Promise<unknown>;
  /** Unix ms. */
  readonly now?: () => number;
  /** How long a request waits for keys when it has old ones. */
  readonly patienceMs?: number;
  /** How long loading may take at all. */
  readonly timeoutMs?: number;
};

/** Keys are read again after this long, so that one taken back is soon refused. */
const FRESH_MS = 10 * 60_000;
/** Not more often than this, whatever keys are named. */
const PAUSE_MS = 30_000;
/** Old keys go on this long while there are no new ones to be had. */
const OLD_MS = 24 * 60 * 60_000;

type Loaded = { readonly resolve: Keys; readonly atMs: number };

/**
 * Keys that are read when first needed and kept: a key that is new is found, one taken back goes within ten minutes, and
 * while they cannot be read the old ones serve for a day.
 *
 * The keys throw `NoKeysError` when there are none, else as those of jose.
 */
export function createKeys({ load, ...options }: KeysOptions): Keys {
  const { now = Date.now, patienceMs = 1_000, timeoutMs = 5_000 } = options;
  let loaded: Loaded | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;
  let trouble: unknown;

  async function reload(): Promise<void> {
    triedAtMs = now();
    try {
      const set = toPublic(await before(load, timeoutMs));
      loaded = { resolve: createLocalJWKSet(set), atMs: now() };
      trouble = undefined;
    } catch (cause) {
      trouble = cause;
    }
  }
  /** Never throws. One at a time, however many ask. */
  const reloadOnce = () => {
    loading ??= reload().finally(() => {
      loading = undefined;
    });
    return loading;
  };
  const mayTry = () => loading !== undefined || now() - triedAtMs >= PAUSE_MS;

  async function current(): Promise<Loaded> {
    const age = () => now() - (loaded?.atMs ?? Number.NEGATIVE_INFINITY);
    if (age() >= FRESH_MS && mayTry()) {
      await (age() >= OLD_MS ? reloadOnce() : Promise.race([reloadOnce(), pause(patienceMs)]));
    }
    if (loaded && age() < OLD_MS) return loaded;
    throw new NoKeysError(trouble);
  }

  return async (header, token) => {
    const { resolve } = await current();
    const found = await orUndefined(() => resolve(header, token));
    if (found) return found;
    if (mayTry()) await reloadOnce();
    // Without an answer nobody can tell whether the key is a new one.
    if (trouble !== undefined) throw new NoKeysError(trouble);
    return (await current()).resolve(header, token);
  };
}

/** Undefined where there is no such key. */
async function orUndefined<T>(find: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await find();
  } catch (thrown) {
    if (thrown instanceof errors.JWKSNoMatchingKey) return undefined;
    throw thrown;
  }
}

/** Keys that never change. */
export function toKeys(set: unknown): Keys {
  return createLocalJWKSet(toPublic(set));
}

const PRIVATE = new Set(["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]);

/** The public halves; a shared secret is no key here. @throws {Error} when it is no key set, or holds no key. */
function toPublic(set: unknown): JSONWebKeySet {
  const listed: unknown = typeof set === "object" && set !== null ? Object(set)["keys"] : undefined;
  const keys = (Array.isArray(listed) ? listed : []).flatMap((key: unknown) => {
    const fields = Object.entries(Object(key)).filter(([name]) => !PRIVATE.has(name));
    const { kty, ...rest } = Object.fromEntries(fields);
    return typeof kty === "string" && kty !== "oct" ? [{ kty, ...rest }] : [];
  });
  if (keys.length === 0) throw new Error("There is no public key in the key set");
  return { keys };
}

/** Ends after `ms` also when the loader minds no signal. */
async function before<T>(load: (signal: AbortSignal) => Promise<T>, ms: number): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([load(signal), late]);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
