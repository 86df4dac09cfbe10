import { z } from "zod";
import type { DocumentPath, Documents } from "./documents.ts";

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

const StoredFeedback = z.object({
  messageId: z.string(),
  sessionId: z.string(),
  userId: z.string(),
  workspace: z.string(),
  question: z.string(),
  rating: z.enum(["up", "down"]),
  reason: z.enum(["not_correct", "incomplete", "refused", "slow", "other"]).exactOptional(),
  comment: z.string().exactOptional(),
  at: z.string(),
});

export function createFeedbacks(documents: Documents): Feedbacks {
  return {
    save: async (feedback) => {
      await documents.commit([{ kind: "put", path: feedbackPath(feedback), fields: feedback }]);
    },
    list: async (workspace, limit = 100) => {
      const found = await documents.query({
        from: ["feedback"],
        where: [{ field: "workspace", is: "=", value: workspace }],
        orderBy: { field: "at", direction: "descending" },
        limit,
      });
      return found.map(({ fields }) => StoredFeedback.parse(fields));
    },
  };
}

function feedbackPath({ messageId, userId }: Feedback): DocumentPath {
  return ["feedback", `${encodeURIComponent(messageId)}:${userId}`];
}
