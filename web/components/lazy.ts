import { type ComponentType, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { tell } from "../state/announce.ts";

/** A component whose code is fetched when it is first shown, to keep the first view light. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let ready: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (ready !== undefined) return;
      load().then(
        (component) => {
          ready = component;
          redraw(1);
        },
        () => tell("This part of the page could not be loaded; reload the page"),
      );
    }, []);
    return ready === undefined ? null : h(ready, props);
  };
}
