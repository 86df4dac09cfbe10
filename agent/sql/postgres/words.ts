import { complain } from "../complaint.ts";

/** A name as Postgres reads it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @throws {Complaint} saying that BigQuery could, but the customer database cannot. */
export function unsupported(what: string): never {
  return complain(`${what} is not supported on the customer database`);
}
