import { gatewayOfPod } from '../../mesh/memory/pod-index.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { SyncEntry, SyncStatus } from '../../state/readings.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

const HELD = 60;

/** Catalogue 7 (CP2, CP3): a proxy refuses what istiod sends, or does not answer it. */
export const xdsRejected: Check = {
  id: 'xds-rejected',
  number: 7,
  stage: 'control-plane',
  title: 'A proxy refused its latest configuration',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel', 'waypoint', 'gateway'],
  tier: 2,
  needs: ['istiod-syncz', 'Pod'],
  why: 'A proxy tells istiod of every piece of configuration whether it took it. One that refuses, or never answers, goes on with what it had before.',
  notProof:
    'What was sent less than a minute ago, and a type that the proxy never asked for. Whether an object of the user is at fault is told by the text of the refusal only.',
  cite: 'CP2, CP3; istio: pilot/pkg/xds/debug.go',
  detect: (mesh) =>
    mesh.state.syncStatus.flatMap((status) => status.proxies.flatMap((entry) => finding(mesh, status, entry))),
};

function finding(mesh: Mesh, status: SyncStatus, entry: SyncEntry): Found[] {
  const pod = mesh.pods.byName.get(entry.proxy);
  if (!pod || (entry.errors.length === 0 && entry.pending.length === 0)) return [];
  if (isFresh(entry, status.at ?? mesh.takenAt)) return [];
  const gateway = gatewayOfPod(pod);
  return [
    {
      ...(entry.errors.length > 0 ? refused(entry) : unanswered(entry)),
      subject: ref('Pod', pod.namespace, pod.name),
      evidence: [reading('istiod-syncz', status.pod, `${entry.proxy}: ${seen(entry)}`, 'acknowledged', status.at)],
      objects: gateway === '' ? [ref('Node', '', pod.node)] : [ref('Gateway', pod.namespace, gateway)],
      since: entry.pendingSince,
    },
  ];
}

/** The text is istiod's own record of the refusal; where it speaks of what people write, they are asked to mend it. */
const refused = ({ proxy, errors }: SyncEntry): Pick<Found, 'blame' | 'sentence' | 'fix'> => ({
  blame: /EnvoyFilter|WasmPlugin|jwks|jwt_authn/i.test(errors[0]?.message ?? '') ? 'configuration' : 'istio',
  sentence: `The proxy \`${proxy}\` refused its latest configuration and runs on an older one.`,
  fix: [
    remedy(
      'Read the text of the refusal, and mend or take away the object that it speaks of.',
      'istioctl proxy-status',
    ),
  ],
});

/** Without a text and without a time it may be under way. */
const unanswered = ({ proxy, pendingSince }: SyncEntry): Pick<Found, 'certainty' | 'sentence' | 'fix'> => ({
  certainty: pendingSince === null ? 'suspected' : 'likely',
  sentence: `The proxy \`${proxy}\` has not taken its latest configuration and runs on an older one.`,
  fix: [remedy('See whether the proxy is well; a new pod gets everything anew.', 'istioctl proxy-status')],
});

function seen({ errors, pending }: SyncEntry): string {
  const [first] = errors;
  if (!first) return `${pending.map(shortType).join(', ')} sent and not acknowledged`;
  return `refused ${errors.map(({ type }) => shortType(type)).join(', ')}: ${first.message}`;
}

/** A refusal without a time of its own counts from what was sent last. */
const isFresh = ({ pendingSince, lastSentAt }: SyncEntry, now: string): boolean =>
  !hasHeld(pendingSince ?? lastSentAt, now, HELD);

/** `Listener` of `type.googleapis.com/envoy.config.listener.v3.Listener`. */
const shortType = (type: string): string => type.slice(type.lastIndexOf('.') + 1);
