/** One text for one value: the bytes that are hashed and signed (as RFC 8785 writes JSON). */

/**
 * JSON with sorted keys and without spaces. Numbers and texts are written as ECMAScript writes them, which is what RFC 8785
 * asks for; fields that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(fields).filter((key) => fields[key] !== undefined);
  // By UTF-16 code units, as the standard says.
  keys.sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`).join(',')}}`;
}
