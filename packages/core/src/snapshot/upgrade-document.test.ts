import { expect, it } from 'vitest';
import { type Upgrades, upgradeDocument } from './upgrade-document.ts';

const UPGRADES: Upgrades = {
  1: ({ name, ...rest }: { name?: string }) => ({ ...rest, schemaVersion: 2, title: name }),
  2: (document) => ({ ...document, schemaVersion: 3, notes: [] }),
};

it('goes step by step from whatever version to the one of now', () => {
  const now = { schemaVersion: 3, title: 'a', notes: [] };
  expect(upgradeDocument({ schemaVersion: 1, name: 'a' }, UPGRADES, 3)).toEqual(now);
  expect(upgradeDocument({ schemaVersion: 2, title: 'a' }, UPGRADES, 3)).toEqual(now);
  expect(upgradeDocument(now, UPGRADES, 3)).toBe(now);
});

it.each([
  [null],
  ['x'],
  [{ schemaVersion: '1' }],
  [{ schemaVersion: 0.5 }],
  [{ schemaVersion: -1 }],
  [{}],
  [{ schemaVersion: 0 }],
])('leaves %j to the schema, which refuses it', (document) =>
  expect(upgradeDocument(document, UPGRADES, 3)).toBe(document),
);
