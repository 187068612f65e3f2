import { expect, test } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { pair } from '../../scenarios/checks/pair.ts';
import { slowerThan } from './component-histogram.ts';
import { indexMesh } from './mesh.ts';

test('how many took longer than a limit, where a bucket ends there', () => {
  const lines = ['1', '10', '+Inf'].map((le, i) => `pilot_proxy_convergence_time_bucket{le="${le}"} ${[5, 8, 9][i]}`);
  const mesh = indexMesh(
    stateOf(
      pair()
        .says('istiod-metrics', 'istio-system/istiod', ...lines)
        .bundle(),
    ),
  );
  const { namespace, name } = mesh.pods.istiods[0]!;
  const slower = (seconds: number) => slowerThan(mesh, `${namespace}/${name}`, 'pilot_proxy_convergence_time', seconds);
  expect([slower(1), slower(10), slower(3)]).toEqual([{ slow: 4, of: 9 }, { slow: 1, of: 9 }, null]);
  expect(slowerThan(mesh, `${namespace}/${name}`, 'pilot_debounce_time', 10)).toBeNull();
});
