/** Documents of earlier versions, brought step by step to the one of now. What vouches for them is of the bytes as they came. */

/** By the version that a step begins with: how a document becomes one of the next. */
export type Upgrades = Readonly<Record<number, (document: object) => object>>;

/** Version 1 is the first, so there is no step yet. Those of two majors at least stay when there are more. */
export const UPGRADES: Upgrades = {};

/** The document as one of version `to`; as far as it came, where a step is missing: the schema then refuses it. */
export function upgradeDocument(document: unknown, upgrades: Upgrades, to: number): unknown {
  let current = document;
  for (let version = versionOf(current, to); version < to; version++) {
    const next = upgrades[version];
    if (next === undefined) return current;
    current = next(current as object);
  }
  return current;
}

function versionOf(document: unknown, otherwise: number): number {
  const version = (document as { schemaVersion?: unknown } | null)?.schemaVersion;
  return typeof version === 'number' && Number.isInteger(version) && version >= 0 ? version : otherwise;
}
