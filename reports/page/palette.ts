/** The colours of one scheme, as `#rrggbb`. */
export interface Scheme {
  /** Background. */
  readonly paper: string;
  /** Text. */
  readonly ink: string;
  /** Text of less weight: axes, notes. */
  readonly muted: string;
  /** Rules and grid lines: they carry no meaning. */
  readonly line: string;
  /** Behind a heading or a row that is looked at. */
  readonly wash: string;
  readonly marks: Readonly<Record<Mark, string>>;
}

/**
 * What carries a meaning in a chart. Blue, teal and amber differ for every kind of colour vision, and the two of a pair (navy and sky, amber and
 * red) by how light they are.
 */
export type Mark = "navy" | "sky" | "teal" | "amber" | "red" | "purple" | "grey";

export const light: Scheme = {
  paper: "#ffffff",
  ink: "#1c2128",
  muted: "#5b6370",
  line: "#dfe2e7",
  wash: "#f4f6f8",
  marks: { navy: "#1b4f9c", sky: "#4a8fcb", teal: "#148f77", amber: "#c47a00", red: "#b3261e", purple: "#8e5ba6", grey: "#767d88" },
};

export const dark: Scheme = {
  paper: "#15181d",
  ink: "#e8eaed",
  muted: "#a3abb8",
  line: "#333943",
  wash: "#1e232a",
  marks: { navy: "#5f9bf2", sky: "#a9cdf5", teal: "#35c2a1", amber: "#e8a93a", red: "#ff7b6b", purple: "#c79ae0", grey: "#8e96a3" },
};

/** Every mark by its name, in the order in which charts without a meaning of their own use them. */
export const marks: readonly Mark[] = ["navy", "teal", "amber", "purple", "red", "sky", "grey"];
