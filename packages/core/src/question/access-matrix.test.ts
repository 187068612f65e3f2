import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { judgePath } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import { parseFrom, parseTo } from '../state/path-query.ts';
import { AccessMatrix } from './access-answer.ts';
import { accessMatrix } from './access-matrix.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true })
    .namespace('web', { ambient: true })
    .namespace('batch', { ambient: true })
    .namespace('plain')
    .app('shop/cart')
    .app('shop/stock')
    .app('web/front')
    .app('web/admin')
    .app('batch/night')
    .app('plain/old');

const matrixOf = (m: Mesh, text = '') => accessMatrix(stateOf(m.bundle()), { namespace: 'shop', text });

/** `decision` by `caller -> target`. */
function decisions({ rows, targets, answers }: AccessMatrix): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap(({ ends, cells }) =>
      ends.flatMap((end) => cells.map((cell, i) => [`${end.text} -> ${targets[i]!.text}`, answers[cell]!.decision])),
    ),
  );
}

const ONLY_WEB = {
  selector: { matchLabels: { app: 'cart' } },
  rules: [{ from: [{ source: { namespaces: ['web'] } }] }],
};

describe('accessMatrix', () => {
  it('puts callers that come out alike everywhere into one row', () => {
    const matrix = matrixOf(shop().authorizationPolicy('shop/only-web', ONLY_WEB));
    expect([...Value.Errors(AccessMatrix, matrix)].slice(0, 1)).toEqual([]);
    const found = decisions(matrix);
    expect(found).toMatchObject({
      'web/front -> shop/cart:80': 'allowed',
      'batch/night -> shop/cart:80': 'denied',
      'batch/night -> shop/stock:80': 'allowed',
      'plain/old -> shop/cart:80': 'denied',
    });
    const web = matrix.rows.find(({ ends }) => ends.some(({ text }) => text === 'web/front'))!;
    expect(web.ends.map(({ text }) => text)).toEqual(['web/admin', 'web/front']);
    expect(web.namespaces).toEqual(['web']);
  });

  it('A12: says where a waypoint decides by the request', () => {
    const rule = { from: [{ source: { namespaces: ['web'] } }], to: [{ operation: { methods: ['GET'] } }] };
    const m = shop()
      .waypoint('shop/waypoint')
      .labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint')
      .authorizationPolicy('shop/reads', { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }], rules: [rule] });
    const matrix = matrixOf(m);
    expect(decisions(matrix)).toMatchObject({
      'web/front -> shop/cart:80': 'depends',
      'batch/night -> shop/cart:80': 'denied',
    });
    const depends = matrix.answers.find(({ decision }) => decision === 'depends')!;
    expect(depends.deciders[0]).toMatchObject({ hop: 'waypoint', object: { name: 'reads' }, rule: 1 });
    expect(matrix.targets.map(({ service }) => service)).toEqual(['cart', 'stock']);
  });

  it('calls a failure no refusal', () => {
    const { answers, rows } = matrixOf(shop().fault('shop/cart', { state: 'crash', since: 900 }), 'cart');
    const front = rows.find(({ ends }) => ends.some(({ text }) => text === 'web/front'))!;
    expect(answers[front.cells[0]!]!).toMatchObject({ decision: 'fails', verdict: 'blocked' });
  });

  it('R6: claims nothing for certain where ztunnels were not read', () => {
    const { answers, rows } = matrixOf(shop().forbidReadings(), 'cart');
    const front = rows.find(({ ends }) => ends.some(({ text }) => text === 'web/front'))!;
    expect(answers[front.cells[0]!]!).toMatchObject({ decision: 'allowed', confirmed: false, verdict: 'unknown' });
  });

  it('is bounded, narrowed by name, and says what it leaves out', () => {
    const m = shop();
    for (let i = 0; i < 45; i++) m.app(`shop/many-${i}`);
    const matrix = matrixOf(m);
    expect([matrix.targets.length, matrix.moreTargets]).toEqual([40, 7]);
    expect(matrix.rows.every(({ cells }) => cells.length === 40)).toBe(true);
    expect(matrixOf(m, 'many-44').targets.map(({ text }) => text)).toEqual(['shop/many-44:80']);
  });
});

describe.each(scenarios.slice(0, 40).map((scenario) => [scenario.id, scenario] as const))('in %s', (_id, scenario) => {
  it('says of the first caller of each row what asking it alone says', () => {
    const state = stateOf(scenario.bundle());
    const namespace =
      state.services.find(({ ports, type }) => ports.length > 0 && type !== 'ExternalName')?.namespace ?? '';
    const { rows, targets, answers } = accessMatrix(state, { namespace, text: '' });
    for (const { ends, cells } of rows)
      targets.slice(0, 3).forEach(({ text }, i) => {
        const [from, to] = [parseFrom(ends[0]!.text), parseTo(text)];
        if (!from.ok || !to.ok) throw new Error(`${ends[0]!.text} -> ${text}`);
        const { verdict } = judgePath(meshOf(state), { from: from.value, to: to.value, http: null });
        expect(answers[cells[i]!]!.verdict, `${ends[0]!.text} -> ${text}`).toBe(verdict);
      });
  });
});
