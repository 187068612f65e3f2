import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import { indexMesh } from '../mesh.ts';
import { slowerThan } from './component-histogram.ts';

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

test('lately, where the page was read twice: an old slowness is over', () => {
  const said = (within: number, all: number) => [
    `pilot_proxy_convergence_time_bucket{le="10"} ${within}`,
    `pilot_proxy_convergence_time_bucket{le="+Inf"} ${all}`,
  ];
  const bundle = pair()
    .says('istiod-metrics', 'istio-system/istiod', ...said(10, 90))
    .bundle();
  const before = bundle.readings.filter(({ source }) => source === 'istiod-metrics');
  const after = before.map((reading) => ({ ...reading, at: later(reading.at), text: said(30, 110).join('\n') }));
  const mesh = indexMesh(stateOf({ ...bundle, readings: [...bundle.readings, ...after] }));
  const { namespace, name } = mesh.pods.istiods[0]!;
  expect(slowerThan(mesh, `${namespace}/${name}`, 'pilot_proxy_convergence_time', 10)).toEqual({ slow: 0, of: 20 });
});

const later = (at: string): string => new Date(Date.parse(at) + 60_000).toISOString();
