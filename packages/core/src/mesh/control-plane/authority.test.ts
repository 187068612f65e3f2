import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import type { MeshState } from '../../state/mesh-state.ts';
import { indexMesh } from '../mesh.ts';
import { authorityEndOf, hasAuthorityEnded } from './authority.ts';

const state = stateOf(pair().bundle());
const root = (serial: string, expiresAt: string) => ({ serial, validFrom: '2020-01-01T00:00:00Z', expiresAt });
const withRoots = (...roots: ReturnType<typeof root>[]): MeshState => ({
  ...state,
  rootBundles: [{ namespace: 'istio-system', roots }],
});
const endOf = (of: MeshState) => authorityEndOf(indexMesh(of));

test('C5: of several trusted roots the one that lives longest counts', () => {
  const end = endOf(withRoots(root('1', '2026-01-01T00:00:00Z'), root('2', '2036-01-01T00:00:00Z')));
  expect(end).toMatchObject({ what: 'root', expiresAt: '2036-01-01T00:00:00Z', serials: ['1', '2'], isPast: false });
  expect(endOf({ ...withRoots(), ztunnelDumps: [] })).toBeNull();
});

test('C2: an intermediate that ends before the root counts, the workloads’ own certificates do not', () => {
  const dump = state.ztunnelDumps.find(({ certificates }) => certificates.length > 0);
  const [certificate] = dump!.certificates;
  const link = (serial: string, expiresAt: string) => ({ serial, validFrom: null, expiresAt });
  const chain = [
    link('leaf', '2026-11-21T00:00:00Z'),
    link('9', '2026-12-01T00:00:00Z'),
    link('2', '2036-01-01T00:00:00Z'),
  ];
  const shown = { ...dump!, certificates: [{ ...certificate!, roots: ['2'], chain }] };
  const end = endOf({ ...withRoots(root('2', '2036-01-01T00:00:00Z')), ztunnelDumps: [shown] });
  expect(end).toMatchObject({ what: 'intermediate', expiresAt: '2026-12-01T00:00:00Z', serials: ['9'] });
});

test('C5: an end in the past, by the clock of the state', () => {
  expect(hasAuthorityEnded(indexMesh(withRoots(root('1', '2026-01-01T00:00:00Z'))))).toBe(true);
  expect(hasAuthorityEnded(indexMesh(state))).toBe(false);
});

test('C5: what istiod counts of its own certificates counts too', () => {
  const line = (seconds: number) => `citadel_server_cert_chain_expiry_timestamp ${seconds}`;
  const counted = (seconds: number) =>
    authorityEndOf(indexMesh(stateOf(pair().says('istiod-metrics', 'istio-system/istiod', line(seconds)).bundle())));
  expect(counted(Date.UTC(2026, 11, 1) / 1000)).toMatchObject({
    what: 'intermediate',
    expiresAt: '2026-12-01T00:00:00Z',
  });
  for (const odd of [0, -1, 1e18]) expect(counted(odd)).toMatchObject({ what: 'root' });
});
