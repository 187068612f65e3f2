import type { Mesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { sumOf } from '../../mesh/told/component-metrics.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { reading, remedy, secondsBetween } from '../evidence.ts';

/** Share of its files at which ztunnel is about to run out. */
const NEARLY_ALL = 0.9;
const HELD = 60;

/** Catalogue 30 (Z6): ztunnel runs out of what a process may have. */
export const ztunnelResourceExhaustion: Check = {
  id: 'ztunnel-resource-exhaustion',
  number: 30,
  stage: 'nodes',
  title: 'ztunnel is running out of open files',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 1,
  needs: ['Pod', 'ztunnel-metrics'],
  uses: ['ztunnel-log'],
  explains: ['ztunnel-not-ready', 'ztunnel-xds-disconnected'],
  why: 'Every connection of every meshed pod of the node is an open file of ztunnel. When it may not open more, new connections of all of them fail.',
  notProof:
    'A short burst: a log that speaks of it for less than a minute, while the count is low. Whether its processor is throttled is not read.',
  cite: 'Z6; ztunnel: src/metrics/process.rs',
  detect: (mesh) => mesh.pods.ztunnels.all().flatMap((pod) => (pod.deletedAt === null ? finding(mesh, pod) : [])),
};

function finding(mesh: Mesh, pod: Pod): Found[] {
  const [usage, refused] = [usageOf(mesh, pod), refusalsOf(mesh, pod)];
  const isFull = usage !== null && usage.share > NEARLY_ALL;
  if (!isFull && (refused === null || refused.seconds < HELD)) return [];
  return [
    {
      subject: ref('Pod', pod.namespace, pod.name),
      severity: refused && (isFull || usage === null) ? 'broken' : 'degraded',
      certainty: refused && isFull ? 'confirmed' : 'likely',
      sentence: `ztunnel on node \`${pod.node}\` is running out of open files; new connections of the meshed pods there ${refused ? 'fail' : 'will fail'}.`,
      evidence: [...(usage?.evidence ?? []), ...(refused?.evidence ?? [])],
      objects: [ref('Node', '', pod.node)],
      since: refused?.since ?? null,
      fix: [
        remedy(
          'Raise the limit, and find the client that opens so many connections.',
          `istioctl ztunnel-config connections --node ${pod.node}`,
        ),
      ],
    },
  ];
}

function usageOf(mesh: Mesh, pod: Pod): { share: number; evidence: Evidence[] } | null {
  const key = nameOf(pod);
  const [open, most] = [sumOf(mesh, key, 'process_open_fds'), sumOf(mesh, key, 'process_max_fds')];
  if (open === null || most === null || most <= 0) return null;
  const sockets = sumOf(mesh, key, 'istio_tcp_sockets_open');
  const observed = `${open} of ${most} files open${sockets === null ? '' : `, ${sockets} sockets`}`;
  const at = mesh.metrics.get(key)?.at ?? null;
  return { share: open / most, evidence: [reading('ztunnel-metrics', key, observed, 'less than 90 %', at, 1)] };
}

interface Refusals {
  seconds: number;
  since: string | null;
  evidence: Evidence[];
}

function refusalsOf(mesh: Mesh, pod: Pod): Refusals | null {
  const facts = factsOf(mesh, nameOf(pod), 'files-exhausted');
  if (facts.length === 0) return null;
  const since = facts.map(({ firstAt }) => firstAt).sort()[0] ?? null;
  const at =
    facts
      .map(({ lastAt }) => lastAt)
      .sort()
      .at(-1) ?? null;
  const count = facts.reduce((sum, fact) => sum + fact.count, 0);
  const evidence = [reading('ztunnel-log', nameOf(pod), `too many open files, ${count} times`, 'never', at, 3)];
  return { since, seconds: at === null ? 0 : (secondsBetween(since, at) ?? 0), evidence };
}
