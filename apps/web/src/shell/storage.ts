/** What this browser keeps for the reader. A sandbox has no storage: then things last as long as the page. */
const held = new Map<string, string>();

/** null = nothing is kept under the key. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? held.get(key) ?? null;
  } catch {
    // Asking alone is refused where storage is forbidden.
    return held.get(key) ?? null;
  }
}

/** Keeps a value, or forgets it with null. Says whether it will be there after the page is closed. */
export function writeStored(key: string, value: string | null): boolean {
  held.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    // Forbidden, or full.
    if (value !== null) held.set(key, value);
    return false;
  }
}
