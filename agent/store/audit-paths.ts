import type { CollectionPath, DocumentPath } from "./documents.ts";

/** How many lanes a workspace's audit has had: `opened`, `closed`. */
export function auditPath(workspace: string): DocumentPath {
  return ["audits", workspace];
}

/** Where each lane ends. */
export function lanesPath(workspace: string): CollectionPath {
  return [...auditPath(workspace), "lanes"];
}

export function lanePath(workspace: string, lane: string): DocumentPath {
  return [...lanesPath(workspace), lane];
}

/** Where what the purge has left of a lane begins. */
export function anchorPath(workspace: string, lane: string): DocumentPath {
  return [...auditPath(workspace), "anchors", lane];
}

export function recordsPath(workspace: string, lane: string): CollectionPath {
  return [...lanePath(workspace, lane), "records"];
}

export function recordPath(workspace: string, lane: string, seq: number): DocumentPath {
  return [...recordsPath(workspace, lane), String(seq).padStart(12, "0")];
}
