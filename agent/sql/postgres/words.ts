import { complain } from "../complaint.ts";

/** @throws {Complaint} saying that BigQuery could, but the customer database cannot. */
export function unsupported(what: string): never {
  return complain(`${what} is not supported on the customer database`);
}
