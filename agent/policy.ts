/** Who asks, as what, about which workspace: an argument from the HTTP edge down to every tool and store. */
export type Policy = {
  readonly userId: string;
  readonly role: string;
  readonly workspace: string;
};

/** The role of a workspace that defines no roles: everything in it. */
export const DEFAULT_ROLE = "member";
