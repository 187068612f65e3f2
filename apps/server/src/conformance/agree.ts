/** How an answer is compared with what a case expects: an absent field equals its default, lists without order are sets. */

/** True where every field that is expected is answered alike. */
export function agrees(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected))
    return Array.isArray(got) ? sameSet(expected, got) : expected.length === 0 && isDefault(got);
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null) return false;
    const fields = got as Readonly<Record<string, unknown>>;
    return Object.entries(expected).every(([key, value]) => agrees(value, fields[key]));
  }
  return expected === got || (isDefault(expected) && isDefault(got));
}

const isDefault = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || value === 0 || value === false;

/** Both lists hold the same, each as often. */
function sameSet(expected: readonly unknown[], got: readonly unknown[]): boolean {
  if (expected.length !== got.length) return false;
  const left = [...got];
  return expected.every((item) => {
    const at = left.findIndex((candidate) => agrees(item, candidate));
    if (at < 0) return false;
    left.splice(at, 1);
    return true;
  });
}
