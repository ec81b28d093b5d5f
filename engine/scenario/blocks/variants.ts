import { named, notYet, type Schema } from "../../language/schema-parts.ts";

export const variantsSchema: Schema = notYet(
  "It will run the same customers under another scenario.",
  named("What-if overlays by name: each a JSON Merge Patch (RFC 7396) on this scenario.", {
    description: "The keys that differ, as in the scenario itself; `null` takes a key out.",
    type: "object",
  }),
);
