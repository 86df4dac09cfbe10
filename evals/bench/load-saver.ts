import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Firestore } from "@google-cloud/firestore";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { z } from "zod";

type SaverClass = new (options: { readonly firestore: Firestore }) => BaseCheckpointSaver;

const SaverModule = z.object({
  FirestoreSaver: z.custom<SaverClass>((value) => typeof value === "function"),
});

/**
 * A saver from a file outside of this project, whose imports are answered from this project's packages.
 *
 * @throws {Error} when the file exports no class `FirestoreSaver`.
 */
export async function loadSaver(file: string): Promise<SaverClass> {
  const url = pathToFileURL(resolve(file)).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier,
        context.parentURL === url ? { ...context, parentURL: import.meta.url } : context,
      ),
  });
  try {
    return SaverModule.parse(await import(url)).FirestoreSaver;
  } finally {
    hooks.deregister();
  }
}
