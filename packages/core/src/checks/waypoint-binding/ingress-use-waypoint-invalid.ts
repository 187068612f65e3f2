import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

const LABEL = 'istio.io/ingress-use-waypoint';

/** Catalogue 81 (P16): the label is there and does nothing. */
export const ingressUseWaypointInvalid: Check = {
  id: 'ingress-use-waypoint-invalid',
  number: 81,
  stage: 'waypoint-binding',
  title: 'The label that sends gateways through the waypoint has no effect',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Namespace', 'Gateway'],
  uses: ['GatewayClass'],
  why: 'A value that is neither true nor false counts as false. The label of a Service comes before that of its namespace. A Service without an address of its own is never sent through a waypoint by gateways.',
  notProof: 'The plain values true and false where nothing contradicts them.',
  cite: 'P16',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => finding(mesh, service))),
  judge(mesh, trace) {
    const { service, caller } = trace;
    return service && caller.kind === 'gateway' ? (finding(mesh, service)[0] ?? null) : null;
  },
};

const WORDS: readonly string[] = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'];
const isTrue = (text: string | undefined): boolean =>
  text !== undefined && WORDS.indexOf(text) >= 0 && WORDS.indexOf(text) < 6;

function finding(mesh: Mesh, service: Service): Found[] {
  const own = service.labels[LABEL];
  const inherited = mesh.namespaces.get(service.namespace)?.labels[LABEL];
  const asked = own ?? inherited;
  if (asked === undefined || waypointOfService(mesh, service).state !== 'bound') return [];
  const subject = ref('Service', service.namespace, service.name);
  const why = whyIneffective(service, own, inherited);
  if (!why) return [];
  const labelled: Ref = own === undefined ? ref('Namespace', '', service.namespace) : subject;
  return [
    {
      subject,
      sentence: `Gateways do not send to \`${nameOf(subject)}\` through its waypoint, although label \`${LABEL}\` is set: ${why}.`,
      evidence: [field(labelled, `label ${LABEL}`, asked, 'true')],
      objects: own === undefined ? [labelled] : [],
      fix: [
        remedy(
          'Write true, on a Service that has an address.',
          `kubectl -n ${service.namespace} label service ${service.name} ${LABEL}=true --overwrite`,
          ...(service.clusterIPs.length > 0 ? [relabelled(subject, service.labels, LABEL, 'true')] : []),
        ),
      ],
    },
  ];
}

function whyIneffective(service: Service, own: string | undefined, inherited: string | undefined): string | null {
  const asked = own ?? inherited ?? '';
  if (!WORDS.includes(asked)) return `\`${asked}\` is neither true nor false`;
  if (own !== undefined && !isTrue(own) && isTrue(inherited))
    return 'the label of the Service hides the one of its namespace';
  return isTrue(asked) && service.clusterIPs.length === 0 ? 'it has no address of its own' : null;
}
