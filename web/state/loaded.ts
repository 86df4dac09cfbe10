import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api/http.ts";

/** Something that is read from the service when it is shown. */
export type Loaded<T> =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly value: T }
  | { readonly status: "failed"; readonly message: string };

/** Reads it again whenever `key` changes; what comes too late is dropped. */
export function useLoaded<T>(key: string, read: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: "loading" });
  useEffect(() => {
    let current = true;
    setLoaded({ status: "loading" });
    read().then(
      (value) => current && setLoaded({ status: "ready", value }),
      (thrown) => current && setLoaded({ status: "failed", message: words(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded;
}

function words(thrown: unknown): string {
  return thrown instanceof ApiError ? thrown.message : "Something went wrong in this page";
}
