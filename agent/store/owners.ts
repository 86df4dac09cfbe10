/** The processes that share a store, where they can see one another. */
export type Owners = {
  /** Names this process among all that ever used the store. */
  readonly own: string;
  /** True only when that process has certainly ended. */
  isGone(owner: string): boolean;
};
