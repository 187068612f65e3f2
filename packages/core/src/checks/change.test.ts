import { describe, expect, it } from 'vitest';
import { ref } from '../state/refs.ts';
import { changed, created, diffOf, relabelled } from './change.ts';

const policy = ref('AuthorizationPolicy', 'shop', 'allow-web');

describe('diffOf', () => {
  it('shows one more item of a list under the fields that lead there', () => {
    const rule = { from: [{ source: { principals: ['cluster.local/ns/ops/sa/cron'] } }] };
    expect(diffOf([changed(policy, ['spec', 'rules', '-'], null, rule)])).toEqual([
      ' apiVersion: security.istio.io/v1',
      ' kind: AuthorizationPolicy',
      ' metadata: { name: allow-web, namespace: shop }',
      ' spec:',
      '   rules:',
      '+    - from:',
      '+        - source:',
      '+            principals: [cluster.local/ns/ops/sa/cron]',
    ]);
  });

  it('shows what goes and what comes, and which item of a list is meant', () => {
    const change = changed(ref('Service', 'shop', 'cart'), ['spec', 'ports', 1, 'targetPort'], 'web', 8080, {
      port: 80,
    });
    expect(diffOf([change]).slice(3)).toEqual([
      ' spec:',
      '   ports:',
      '     - port: 80',
      '-      targetPort: web',
      '+      targetPort: 8080',
    ]);
  });

  it('tells an item without a name by its place', () => {
    const change = changed(policy, ['spec', 'rules', 0, 'to', 1, 'operation', 'ports'], ['80'], ['8080']);
    expect(diffOf([change]).slice(3)).toEqual([
      ' spec:',
      '   rules:',
      '     - # item 1',
      '       to:',
      '         - # item 2',
      '           operation:',
      '-            ports: ["80"]',
      '+            ports: ["8080"]',
    ]);
  });

  it('opens the metadata for labels, and quotes what YAML would read otherwise', () => {
    expect(diffOf([relabelled(ref('Namespace', '', 'web'), { a: 'b' }, 'istio.io/global', 'true')])).toEqual([
      ' apiVersion: v1',
      ' kind: Namespace',
      ' metadata:',
      '   name: web',
      '   labels:',
      '+    istio.io/global: "true"',
    ]);
  });

  it('opens what two edits of an object have in common once, and divides objects', () => {
    const two = {
      object: policy,
      edits: [
        { path: ['spec', 'selector'], before: { matchLabels: { app: 'a' } }, after: null },
        { path: ['spec', 'targetRefs'], before: null, after: [] },
      ],
    };
    expect(diffOf([two, created(ref('Namespace', '', 'new'), {})]).slice(3)).toEqual([
      ' spec:',
      '-  selector:',
      '-    matchLabels:',
      '-      app: a',
      '+  targetRefs: []',
      ' ---',
      '+apiVersion: v1',
      '+kind: Namespace',
      '+metadata:',
      '+  name: new',
    ]);
  });
});
