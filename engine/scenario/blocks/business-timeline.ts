import { named, notYet, type Schema } from "../../language/schema-parts.ts";

export const businessTimelineSchema: Schema = notYet(
  "It will change prices and migrate customers during the run.",
  named("What the business does, by name.", { description: "An entry.", type: "object" }),
);
