import type { Metric } from "../../../semantic/model.ts";
import type { Reading } from "../reading/reading.ts";
import type { Frame, Intent } from "./frame.ts";
import type { Roles } from "./roles.ts";
import type { World } from "./world.ts";

/** What a frame is made of. `before` is the frame that an elliptical question leans on. */
export type Given = {
  readonly reading: Reading;
  readonly roles: Roles;
  readonly world: World;
  readonly before?: Frame;
};

/** A question of which is known what is asked for, and of which metric first. */
export type Asked = {
  readonly given: Given;
  readonly intent: Intent;
  readonly main: Metric | undefined;
};
