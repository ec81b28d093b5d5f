import { stringify } from "yaml";

/** A plain value as YAML that the reader takes. Long lines are not broken. Ends with a newline. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
