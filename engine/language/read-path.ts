import { pathComplaint } from "./input-files.ts";
import { type Reader, readText } from "./reading.ts";

/** A file that the scenario names: in its folder or below, by the words of the path. */
export const readPath: Reader<string> = (reading, node) => {
  const path = readText(reading, node);
  const complaint = path === undefined ? undefined : pathComplaint(path);
  return complaint === undefined ? path : reading.refuse(node, complaint);
};
