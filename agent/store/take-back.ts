import type { DocumentPath, Documents } from "./documents.ts";
import { StoredSummary } from "./memory-fields.ts";

/** The summaries of a person's conversations in a workspace, under one role. */
export type Summaries = { readonly from: DocumentPath; readonly role: string };

type Forgotten = { readonly value: string; readonly replaced?: { readonly value: string } };

/** Takes out of summaries what a memory that is forgotten says and said before: no greeting and no prompt tells it again. */
export async function takeBack(
  documents: Documents,
  { from, role }: Summaries,
  { value, replaced }: Forgotten,
): Promise<void> {
  const where = [{ field: "role", is: "=", value: role } as const];
  const isTold = (said: string) => said === value || said === replaced?.value;
  for (;;) {
    const found = await documents.query({ from, where });
    const told = found.filter(({ fields }) => StoredSummary.parse(fields).keyFindings.some(isTold));
    const taken = await Promise.all(
      told.map(({ path, fields, version }) => {
        const keyFindings = StoredSummary.parse(fields).keyFindings.filter((one) => !isTold(one));
        const put = { kind: "put", path, fields: { ...fields, keyFindings } } as const;
        return documents.commit([{ ...put, when: { version } }]);
      }),
    );
    if (taken.every(Boolean)) return;
  }
}
