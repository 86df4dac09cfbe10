import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Owners } from "./owners.ts";

const ATTEMPTS = 10;

/**
 * The processes that share a folder. Each keeps a file of its own locked there; the operating system takes the lock back when the
 * process ends, however it ends, so that a file without a lock (or no file) tells of a process that is gone. Unlike a process id
 * this holds across containers and is never given to another.
 *
 * @throws {Error} when the disk takes no locks.
 */
export function openSqliteOwners(folder: string): Owners & Disposable {
  mkdirSync(folder, { recursive: true });
  for (const owner of readdirSync(folder)) removeIfFree(join(folder, owner));
  const { own, lock } = takeName(folder);
  return {
    own,
    isGone: (owner) => owner !== own && isFree(join(folder, owner)),
    [Symbol.dispose]: () => {
      if (!lock.isOpen) return;
      lock.close();
      rmSync(join(folder, own), { force: true });
    },
  };
}

/** Tries again when another process, which tidies up, comes between making the file and locking it. */
function takeName(folder: string): { own: string; lock: DatabaseSync } {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const own = randomUUID();
    const file = join(folder, own);
    writeFileSync(file, "");
    const lock = tryLock(file);
    if (lock && existsSync(file)) return { own, lock };
    lock?.close();
  }
  throw new Error(`Cannot lock a file in "${folder}": the disk must support locks`);
}

/** Removes the file while holding it, so that nobody else can have taken it meanwhile. */
function removeIfFree(file: string): void {
  using lock = tryLock(file);
  if (lock) rmSync(file, { force: true });
}

/** Undefined when another holds the lock, or when there is no such file: it is never made. */
function tryLock(file: string): DatabaseSync | undefined {
  using opening = new DisposableStack();
  const url = pathToFileURL(file);
  url.searchParams.set("mode", "rw");
  try {
    const lock = opening.use(new DatabaseSync(url, { timeout: 0 }));
    // The journal would be another file.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    opening.move();
    return lock;
  } catch {
    // SQLite says so when it is locked or gone.
    return undefined;
  }
}

/** False for whatever is not certain. */
function isFree(file: string): boolean {
  if (!existsSync(file)) return true;
  try {
    using other = new DatabaseSync(file, { readOnly: true, timeout: 0 });
    other.prepare("SELECT name FROM sqlite_master").all();
    return true;
  } catch {
    // Locked: its process lives.
    return false;
  }
}
