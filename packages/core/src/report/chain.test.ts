import { expect, test } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { behindGateway, guarded } from '../../scenarios/checks/pair.ts';
import { analyze } from './analyze.ts';

test('CP5: the chain stands in the order in which one part needs the other', () => {
  const { chain } = analyze(stateOf(behindGateway(guarded()).bundle()));
  expect(chain.map(({ id }) => id)).toEqual(['istiod', 'cni', 'ztunnel', 'waypoint', 'gateway']);
  for (const { id, cells } of chain) expect(cells.length, id).toBeGreaterThan(0);
});
