import type { WalkHop, WalkTrace } from '../../path/facts.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Permission } from '../../state/source-status.ts';
import type { Check } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

type OpenGap = WalkHop['gaps'][number];

/** Catalogue 185: nothing wrong is seen, and not everything was looked at. */
export const evidenceGap: Check = {
  id: 'evidence-gap',
  number: 185,
  stage: 'catch-all',
  title: 'Nothing wrong is visible, and not everything was read',
  blame: 'configuration',
  severity: 'latent',
  hops: [
    'client',
    'source-ztunnel',
    'resolution',
    'outbound-link',
    'gateway',
    'waypoint',
    'upstream-link',
    'east-west-gateway',
    'destination-ztunnel',
    'destination',
    'external',
  ],
  tier: 0,
  needs: [],
  uses: ['Pod', 'Gateway'],
  lastResort: true,
  persistence: 0,
  why: 'What was read shows nothing that stops the call, but a part of the way could not be looked at. If calls fail all the same, the reason is there.',
  notProof:
    'Calls that something is known to stop. That a port-forward or a call from inside the pod works proves nothing: neither takes the way through the mesh.',
  cite: 'signals section 10',
  judge(mesh, trace) {
    const at = trace.hops.find(({ gaps }) => gaps.some(({ decisive }) => decisive));
    if (!at) return null;
    const gaps = openGaps(trace);
    const subject =
      at.subject ?? (trace.caller.pod && podRef(trace.caller.pod)) ?? ref('Namespace', '', mesh.rootNamespace);
    const missing = [...new Set(gaps.map(({ source }) => `\`${source}\``))];
    return {
      hop: at.kind,
      subject,
      certainty: 'suspected',
      sentence: `Nothing wrong is visible with what could be read; what is missing to be sure is ${listed(missing)}.`,
      evidence: gaps.map(({ source, scope, why }) => reading(source, scope ?? '', `not read: ${why}`, 'read', null)),
      fix: [
        ...gaps.flatMap(({ permission }) => (permission ? [permit(permission)] : [])).slice(0, 3),
        remedy(
          'Gather what the components themselves say, and ask again.',
          'hopscope gather --tiers 0-3 -o bundle.json',
        ),
        ...logsOf(trace),
      ],
    };
  },
};

const podRef = (pod: { namespace: string; name: string }): Ref => ref('Pod', pod.namespace, pod.name);

/** Each once, in walking order. */
function openGaps({ hops }: WalkTrace): OpenGap[] {
  const found = new Map<string, OpenGap>();
  for (const { gaps } of hops)
    for (const gap of gaps) if (gap.decisive) found.set(`${gap.source} ${gap.scope ?? ''}`, gap);
  return [...found.values()];
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function permit({ verb, resource, namespace }: Permission) {
  const where = namespace === null || namespace === '' ? 'in the whole cluster' : `in namespace \`${namespace}\``;
  return remedy(`Allow to ${verb} ${resource} ${where}.`, `kubectl auth can-i ${verb} ${resource}`);
}

/** The last lines of both ztunnels tell early refusals that no counter has. */
function logsOf({ served, receivedBy, caller, destination }: WalkTrace) {
  const addresses = [caller.pod?.ips[0], destination?.ips[0]].filter((ip) => ip !== undefined);
  const pods = [served, receivedBy].flatMap((one) => one?.ztunnel.pods[0] ?? []);
  return [...new Map(pods.map((pod) => [pod.name, pod])).values()].map((pod) =>
    remedy(
      'Read what this ztunnel says of the two addresses.',
      `kubectl -n ${pod.namespace} logs ${pod.name} --tail=200 | grep -E '${addresses.join('|')}'`,
    ),
  );
}
