/**
 * Something the user asked for cannot be done: printed without a stack, exit code 2. The message says what is wrong with the value,
 * what holds, and what to do.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** An option, argument or command that is known but comes in a later version: refused by name, never ignored. */
export function notYetSupported(what: string): InputError {
  return new InputError(`${what} is not yet supported by this version of billclock. Leave it out; \`billclock --help\` lists what there is.`);
}

/** Why the file system said no, in words. */
export function fileProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const words: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EACCES: "permission is denied",
    EPERM: "permission is denied",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of the path is a file, not a folder",
    EMFILE: "too many files are open",
    ENAMETOOLONG: "the name is too long",
    ELOOP: "its links lead in a circle",
  };
  return Object.hasOwn(words, code) ? (words[code] as string) : error instanceof Error ? error.message : String(error);
}
