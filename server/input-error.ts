import type { ZodError, z } from "zod";
import { RefusedError, refuse } from "./http-error.ts";
import { TOO_LARGE } from "./inputs.ts";

/** Turns a request that failed its check away, naming every field that is wrong. */
export function refuseInput(error: ZodError): never {
  const message = error.issues.map(toSentence).join("; ");
  if (error.issues.some(isTooLarge)) throw new RefusedError({ kind: "too-large", message });
  return refuse({ kind: "bad-request", message });
}

type Issue = z.core.$ZodIssue;

function isTooLarge(issue: Issue): boolean {
  return issue.code === "custom" && issue.params?.["tooLarge"] === TOO_LARGE.tooLarge;
}

function toSentence(issue: Issue): string {
  const name = issue.path.length > 0 ? `"${issue.path.join(".")}"` : "The body";
  switch (issue.code) {
    case "unrecognized_keys":
      return `Unknown field ${issue.keys.map((key) => `"${shorten(key)}"`).join(", ")}`;
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? `${name} is missing`
        : `${name} must be ${article(issue.expected)}`;
    case "invalid_value":
      return `${name} must be one of ${issue.values.map((value) => `"${String(value)}"`).join(", ")}`;
    case "too_big":
    case "too_small":
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return `${name} ${issue.message.startsWith("must") ? issue.message : "is not right"}`;
  }
}

function article(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
