import type { Reading } from "../reading/reading.ts";
import type { Frame } from "./frame.ts";
import type { Roles } from "./roles.ts";
import type { World } from "./world.ts";

/** What a frame is made of. `before` is the frame that an elliptical question leans on. */
export type Given = {
  readonly reading: Reading;
  readonly roles: Roles;
  readonly world: World;
  readonly before?: Frame;
};
