import { Firestore } from "@google-cloud/firestore";

export type FirestorePlace = {
  readonly project: string;
  /** `host:port` of an emulator; without it, Google Cloud with the credentials of the place. */
  readonly emulatorHost?: string;
};

/** A client of a project's default database; connects with its first call. */
export function createFirestoreClient({ project, emulatorHost }: FirestorePlace): Firestore {
  return new Firestore({
    projectId: project,
    // Any credentials, or the client looks for Google's metadata server first.
    ...(emulatorHost && {
      host: emulatorHost,
      ssl: false,
      credentials: { client_email: "emulator", private_key: "emulator" },
    }),
  });
}
