import type { Complaint } from "./issue.ts";
import { quoteText } from "./source-node.ts";

const MOST_CHARACTERS = 100;

/**
 * What is wrong with a name that the user chose, if anything. Names are printed in files and used in paths of `--set`, and the first part of a
 * subscription's name ends at `/` (D11).
 */
export function identifierComplaint(id: string, what: string): Complaint | undefined {
  const complaint = (message: string, remedy: string): Complaint => ({
    code: "bad-id",
    message,
    rule: `The name of ${what} is any text of up to ${MOST_CHARACTERS} characters without \`/\`, control characters, and blanks at its ends or doubled.`,
    remedy,
  });
  if (id === "") return complaint(`The name of ${what} is empty.`, "Give it a name.");
  if (id === "__proto__" || id === "<<") {
    return complaint(
      `${quoteText(id)} cannot be the name of ${what}.`,
      id === "<<" ? "YAML 1.2 has no merge keys: write the block out, or repeat it whole with an alias." : "Choose another name.",
    );
  }
  if (id.includes("/")) return complaint(`The name ${quoteText(id)} contains a slash.`, "Use a dash or a dot instead.");
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(id)) return complaint(`The name ${quoteText(id)} contains an invisible character.`, "Take it out.");
  if (/^\s|\s$|\s\s/u.test(id)) return complaint(`The name ${quoteText(id)} has a blank at an end, or two together.`, "Take the blanks out.");
  if (id.length > MOST_CHARACTERS) return complaint(`The name ${quoteText(id)} has ${id.length} characters.`, "Shorten it.");
  return undefined;
}
