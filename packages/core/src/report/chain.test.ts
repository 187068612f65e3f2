import { expect, test } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { behindGateway, guarded } from '../../scenarios/checks/pair.ts';
import { analyze } from './analyze.ts';

test('CP5: the chain stands in the order in which one part needs the other', () => {
  const { chain } = analyze(stateOf(behindGateway(guarded()).bundle()));
  expect(chain.map(({ id }) => id)).toEqual(['istiod', 'cni', 'ztunnel', 'waypoint', 'gateway']);
  for (const { id, cells } of chain) expect(cells.length, id).toBeGreaterThan(0);
});

test('CP1: an istiod that says itself that it is not ready is not well, whatever the kubelet heard last', () => {
  const state = stateOf(guarded().bundle());
  const [pod] = state.pods.filter(({ labels }) => labels['app'] === 'istiod');
  const said = (ready: boolean) => [{ pod: `${pod!.namespace}/${pod!.name}`, at: state.takenAt, ready }];
  const cellOf = (ready: boolean) =>
    analyze({ ...state, istiodReadiness: said(ready) }).chain[0]?.cells.find(({ title }) => title === pod!.name);
  expect(cellOf(true)?.state).toBe('ok');
  expect(cellOf(false)).toMatchObject({ state: 'degraded', detail: expect.stringContaining('says itself') });
});
