const PREFIX = "optophone-visits/";

/**
 * Begins a visit to a document, which counts as ended in a crash until {@link holdVisit} says otherwise. Answers how many visits before
 * ended so, in a row.
 */
export function beginVisit(uid: string): number {
  try {
    const read = Number(localStorage.getItem(PREFIX + uid));
    const crashes = Number.isSafeInteger(read) && read > 0 ? read : 0;
    localStorage.setItem(PREFIX + uid, String(crashes + 1));
    return crashes;
  } catch {
    return 0;
  }
}

/** This visit is the first to the document as it is now. */
export function beginVisitsAnew(uid: string): void {
  holdVisit(uid);
  beginVisit(uid);
}

/** The visit went well: the page works with the document, or was left in the ordinary way. */
export function holdVisit(uid: string): void {
  try {
    localStorage.removeItem(PREFIX + uid);
  } catch {
    // A forbidden storage counts nothing.
  }
}
