import { accessLines } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { Expectation, Scenario } from '../scenario.ts';

const POD = 'pod:app/web-0:8080';
const TIMEOUT = 'Readiness probe failed: Get "http://10.244.0.9:8080/healthz": context deadline exceeded';
/** Whatever kills the probes: the program was not shown to be at fault. */
const NOT_THE_PROGRAM = ['app-not-listening', 'app-crashing', 'app-slow', 'app-binds-localhost'];

function enrolled(): Mesh {
  return mesh({ nodes: ['n1@zone-a', 'n3@zone-b'] })
    .namespace('web', { ambient: true })
    .namespace('app', { ambient: true })
    .app('web/client', { nodes: ['n1'], calls: ['app/web:80'] })
    .app('app/web', { kind: 'StatefulSet', replicas: 2, nodes: ['n3', 'n1'] });
}

const sick = (on?: readonly (number | string)[]): Mesh =>
  enrolled().fault('app/web', { state: 'unready', since: 300, message: TIMEOUT, ...(on ? { on } : {}) });

const probed = (more: Partial<Expectation>): Scenario['asks'] => [
  {
    from: 'node:n3',
    to: POD,
    expect: {
      // Whose fault it is may stay open; that it is well may not be said.
      verdict: ['blocked', 'unknown'],
      notCauses: NOT_THE_PROGRAM,
      notBlame: ['application'],
      ...more,
    },
  },
];

/** Probes die at enrolment: three culprits. */
export const story5: readonly Scenario[] = [
  {
    id: 'story-5a',
    title: 'Pods with a branch network interface lose their probes in strict mode',
    bundle: () =>
      sick([0])
        .object({
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          metadata: { name: 'aws-node', namespace: 'kube-system', labels: { 'k8s-app': 'aws-node' } },
          spec: {
            selector: { matchLabels: { 'k8s-app': 'aws-node' } },
            template: {
              metadata: { labels: { 'k8s-app': 'aws-node' } },
              spec: {
                containers: [
                  {
                    name: 'aws-node',
                    image: 'cni',
                    env: [{ name: 'POD_SECURITY_GROUP_ENFORCING_MODE', value: 'strict' }],
                  },
                ],
              },
            },
          },
          status: { desiredNumberScheduled: 2, numberReady: 2 },
        })
        .edit('Pod', (pod) => {
          if (pod.metadata.name === 'web-0')
            pod.metadata.annotations = {
              ...pod.metadata.annotations,
              'vpc.amazonaws.com/pod-eni': '[{"eniId":"eni-1"}]',
            };
        })
        .bundle(),
    asks: probed({ notBlame: ['application', 'istio', 'configuration'] }),
    silent: NOT_THE_PROGRAM,
  },
  {
    id: 'story-5b',
    title: 'ztunnel refuses the probes of its own node: they lost their exemption, and no policy is to be mended',
    bundle: () =>
      sick([0])
        .authorizationPolicy('app/callers', {
          selector: { matchLabels: { app: 'web' } },
          action: 'ALLOW',
          rules: [{ from: [{ source: { principals: ['cluster.local/ns/web/sa/client'] } }] }],
        })
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@n3',
          ...accessLines({
            direction: 'inbound',
            from: 'istio-system/ztunnel',
            to: 'app/web',
            port: 8080,
            plain: true,
            error: 'connection closed due to policy rejection: allow policies exist, but none allowed',
            times: 30,
          }),
        )
        .bundle(),
    asks: probed({
      notBlame: ['application', 'configuration'],
      notCauses: [...NOT_THE_PROGRAM, 'ztunnel-default-deny', 'policy-needs-identity-but-plaintext'],
    }),
    silent: NOT_THE_PROGRAM,
  },
  {
    id: 'story-5c',
    title: 'A deny-all policy does not know the address of probes',
    bundle: () =>
      sick()
        .networkPolicy('app/deny-all', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }, 300)
        .bundle(),
    asks: [
      {
        from: 'node:n3',
        to: POD,
        expect: {
          verdict: ['blocked'],
          hop: 'outbound-link',
          cause: 'probe-snat-blocked',
          blame: 'kubernetes',
          certainty: ['confirmed'],
          notCauses: NOT_THE_PROGRAM,
          notBlame: ['application', 'istio', 'configuration'],
        },
      },
      {
        from: 'web/client',
        to: 'app/web:80',
        expect: { verdict: ['blocked'], blame: 'kubernetes', notCauses: NOT_THE_PROGRAM, notBlame: ['application'] },
      },
    ],
    fires: ['probe-snat-blocked'],
    silent: [...NOT_THE_PROGRAM, 'endpoints-not-ready'],
  },
  {
    id: 'story-5d',
    title: 'Cilium rewrites the address of probes in all enrolled pods',
    bundle: () =>
      sick()
        .fault('web/client', { state: 'unready', since: 300, message: TIMEOUT })
        .object({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'cilium-config', namespace: 'kube-system' },
          data: {
            'kube-proxy-replacement': 'true',
            'enable-bpf-masquerade': 'true',
            'enable-host-legacy-routing': 'false',
          },
        } as never)
        .bundle(),
    asks: probed({
      verdict: ['blocked'],
      cause: 'probe-snat-blocked',
      blame: 'kubernetes',
      certainty: ['likely'],
      notBlame: ['application', 'istio', 'configuration'],
    }),
    fires: ['probe-snat-blocked'],
    silent: [...NOT_THE_PROGRAM, 'endpoints-not-ready'],
  },
  {
    id: 'story-5-refused',
    title: 'The kubelet itself is refused: that is the program',
    bundle: () =>
      enrolled()
        .fault('app/web', {
          state: 'unready',
          since: 300,
          message: 'Readiness probe failed: dial tcp 10.244.0.9:8080: connect: connection refused',
        })
        .bundle(),
    asks: [
      {
        from: 'web/client',
        to: 'app/web:80',
        expect: { verdict: ['blocked'], blame: 'application', notBlame: ['kubernetes', 'istio', 'configuration'] },
      },
    ],
    silent: ['probe-snat-blocked'],
  },
];
