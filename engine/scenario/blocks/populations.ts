import { named, notYet, type Schema } from "../../language/schema-parts.ts";

export const populationsSchema: Schema = notYet(
  "It will draw customers from distributions.",
  named("Customers drawn from distributions, by name.", { description: "A population.", type: "object" }),
);
