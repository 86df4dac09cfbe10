import { type Finding, failed } from "./check.ts";

const LOGIN =
  "Run gcloud auth application-default login, or give the service an account that has the role";

/** Codes of gRPC that tell what to do; https://grpc.io/docs/guides/status-codes */
const GRPC = { deadline: 4, notFound: 5, denied: 7, precondition: 9, unavailable: 14, nobody: 16 };

export type Wanted = {
  /** What could not be done. */
  readonly what: string;
  /** The role whose lack is refused. */
  readonly role: string;
  /** How to make what is not there. */
  readonly make: string;
};

/** What Google's clients throw, said so that a person can mend it; the whole chain of causes is looked at. */
export function explainGoogle(thrown: unknown, { what, role, make }: Wanted): Finding {
  const chain = causesOf(thrown);
  const codes = chain.map(codeOf);
  const text = chain.map(({ message }) => message).join("\n");
  if (
    /default credentials|invalid_grant|UNAUTHENTICATED|reauth/i.test(text) ||
    has(codes, 401, GRPC.nobody)
  )
    return failed(`${what}: there are no credentials of Google Cloud`, LOGIN);
  if (has(codes, 403, GRPC.denied) || /accessDenied|Access Denied|the roles/.test(text))
    return failed(
      `${what}: this account may not`,
      `Give it the role ${role}, and enable the API in the project`,
    );
  if (has(codes, 404, GRPC.notFound) || /does not exist; make it/.test(text))
    return failed(`${what}: it does not exist`, make);
  if (
    has(codes, 503, GRPC.unavailable) ||
    has(codes, 408, GRPC.deadline) ||
    /No answer within|ENOTFOUND|ECONNREFUSED/.test(text)
  )
    return failed(
      `${what}: nobody answers`,
      "Look at the network, and at addresses in the settings",
    );
  return failed(`${what}: ${chain.at(-1)?.message.split("\n")[0] ?? "for an unknown reason"}`);
}

/** True for Firestore's answer to a query whose index is not there. */
export function isMissingIndex(thrown: unknown): boolean {
  return causesOf(thrown).some(
    (cause) => codeOf(cause) === GRPC.precondition && /index/i.test(cause.message),
  );
}

function causesOf(thrown: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let at = thrown; at instanceof Error && chain.length < 10; at = at.cause) chain.push(at);
  return chain;
}

function codeOf(cause: Error): number | undefined {
  const code = "code" in cause ? Number(cause.code) : Number.NaN;
  return Number.isNaN(code) ? undefined : code;
}

function has(codes: readonly (number | undefined)[], ...wanted: readonly number[]): boolean {
  return wanted.some((code) => codes.includes(code));
}
