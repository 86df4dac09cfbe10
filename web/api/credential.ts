/** What requests show of who asks, and what is done when the service takes it no more. */
export const credential: {
  /** A session token; undefined where nobody has signed in. */
  token: () => string | undefined;
  refused: () => void;
} = { token: () => undefined, refused: () => {} };
