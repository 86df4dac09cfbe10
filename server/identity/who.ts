/** Who sends a request: whoever it says, or who a session token proves. */
export type Caller =
  | { readonly kind: "unproven" }
  | {
      readonly kind: "proven";
      readonly userId: string;
      /** As the token names them; which of them a workspace knows is another question. */
      readonly roles: readonly string[];
      /** Workspaces that the token is for; undefined for all that have its role. */
      readonly workspaces?: readonly string[];
    };

export type Proven = Extract<Caller, { kind: "proven" }>;
