import { request } from "./http.ts";

/** How to sign in: `dev` as any role of these workspaces, `jwt` with a token of the sign-in service. */
export type SignInWays = {
  readonly mode: "none" | "jwt" | "dev";
  readonly workspaces: readonly {
    readonly name: string;
    readonly title: string;
    readonly roles: readonly { readonly name: string; readonly title: string }[];
  }[];
};

export function readSignIn(): Promise<SignInWays> {
  return request("/auth");
}

/** A token for trying a role. */
export function issueToken(userId: string, role: string): Promise<{ readonly token: string }> {
  return request("/auth/token", { method: "POST", body: { user_id: userId, role } });
}

/** Whose token it is; without one whose a proxy adds on the way, empty where none does. @throws {ApiError} when it is not taken. */
export async function readCaller(
  token?: string,
): Promise<{ readonly userId: string; readonly role: string }> {
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const { caller } = await request<{ caller?: { user_id: string; roles: string[] } }>("/auth", {
    headers,
  });
  return { userId: caller?.user_id ?? "", role: caller?.roles.join(", ") ?? "" };
}
