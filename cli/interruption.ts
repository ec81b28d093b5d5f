/** What a shell expects of a program that a signal ended: 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * While threads do the work, the main one hears Ctrl-C: it tidies up and ends. Answers what stops listening. (A run in one thread never gets to
 * hear: the signal ends it at once, and the next run clears away what it left.)
 */
export function onInterruption(tidyUp: () => void): () => void {
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => {
    const listener = (): void => {
      try {
        tidyUp();
      } finally {
        process.exit(code);
      }
    };
    process.once(signal, listener);
    return () => void process.removeListener(signal, listener);
  });
  return () => {
    for (const stopListening of listeners) stopListening();
  };
}
