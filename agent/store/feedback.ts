/** What a person thought of an answer: a candidate golden question. `at` is an ISO instant. */
export type Feedback = {
  readonly messageId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly workspace: string;
  readonly question: string;
  readonly rating: "up" | "down";
  readonly reason?: FeedbackReason;
  readonly comment?: string;
  readonly at: string;
};

export type FeedbackReason = "not_correct" | "incomplete" | "refused" | "slow" | "other";

export type Feedbacks = {
  /** One vote a user and message: a later one replaces the earlier. */
  save(feedback: Feedback): Promise<void>;
  /** Newest first, at most `limit`. */
  list(workspace: string, limit?: number): Promise<readonly Feedback[]>;
};
