import { normalizeObject } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/kinds.ts';
import { redactObject } from './redact.ts';

const podSpec = {
  nodeName: 'node-1',
  containers: [
    {
      name: 'c',
      image: 'x:1',
      ports: [{ containerPort: 8080 }],
      command: ['run', '--password=hunter2', '--cart-addr=cart.shop:80'],
      args: ['hunter2'],
      env: [
        { name: 'DB_URL', value: 'postgres://user:hunter2@db.data/orders' },
        { name: 'PASSWORD', value: 'hunter2' },
        { name: 'API_HOST', value: 'api.example' },
        { name: 'API_PORT', value: '8443' },
      ],
      readinessProbe: { httpGet: { port: 8080, httpHeaders: [{ name: 'Authorization', value: 'hunter2' }] } },
      livenessProbe: { exec: { command: ['check', 'hunter2'] } },
      lifecycle: { preStop: { exec: { command: ['hunter2'] } } },
    },
  ],
  volumes: [{ name: 'hunter2' }],
};
const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'a' }, spec: podSpec };
const deployment = (labels: object, env: object[]): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', namespace: 'a' },
  spec: { replicas: 2, template: { metadata: { labels }, spec: { ...podSpec, containers: [{ name: 'c', env }] } } },
});

describe('redactObject', () => {
  it('lets no secret out, and nothing that Hopscope reads is lost', () => {
    expect(JSON.stringify(redactObject(pod))).not.toContain('hunter2');
    expect(normalizeObject(redactObject(pod))).toEqual(normalizeObject(pod));
    expect(JSON.stringify(normalizeObject(pod))).toContain('db.data:5432');
  });

  it("keeps the flags of Istio's own components, and no other environment", () => {
    const env = [
      { name: 'PILOT_ENABLE_AMBIENT', value: 'true' },
      { name: 'MY_PASSWORD', value: 'hunter2' },
    ];
    const istiod = deployment({ app: 'istiod' }, env);
    expect(JSON.stringify(redactObject(istiod))).not.toContain('hunter2');
    expect(normalizeObject(redactObject(istiod))).toEqual(normalizeObject(istiod));
    expect(JSON.stringify(redactObject(deployment({ app: 'x' }, env)))).not.toContain('PILOT');
  });

  it('drops the schemas of definitions and leaves other kinds alone', () => {
    const versions = [{ name: 'v1', served: true, storage: true, schema: { large: true } }];
    const crd: KubernetesObject = {
      kind: 'CustomResourceDefinition',
      metadata: { name: 'x' },
      spec: { group: 'g', versions },
    };
    expect(redactObject(crd)['spec']).toEqual({ group: 'g', versions: [{ name: 'v1', served: true, storage: true }] });
    const service: KubernetesObject = { kind: 'Service', metadata: { name: 's' } };
    expect(redactObject(service)).toBe(service);
  });
});
