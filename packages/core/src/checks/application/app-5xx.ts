import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { type RequestCount, requestsFrom, requestsOf } from '../../mesh/told/request-counts.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

const ENOUGH = 20;
const MANY = 0.05;

/** Catalogue 143: the application itself answers with errors. */
export const app5xx: Check = {
  id: 'app-5xx',
  number: 143,
  stage: 'application',
  title: 'The application answers with errors',
  blame: 'application',
  severity: 'degraded',
  hops: ['destination'],
  tier: 1,
  needs: ['Service'],
  needsOneOf: ['waypoint-metrics', 'prometheus'],
  uses: ['Pod', 'Gateway'],
  why: 'The waypoint counts how requests end. A part of them was answered with a status from 500 on, and nothing went wrong on the way: the answers are those of the application.',
  notProof:
    'Answers that a proxy made, which carry a flag; fewer than twenty requests, or less than one in twenty. Without a waypoint nobody sees the status of an answer.',
  cite: 'signals 5',
  detect: inEachNamespace((mesh, { services }) =>
    mesh.state.traffic.length === 0
      ? []
      : services.flatMap((service) => {
          const count = requestsOf(mesh.state.traffic, nameOf(service));
          return count && isBad(count) ? [finding(service, count)] : [];
        }),
  ),
  judge(mesh, { backend, waypoint, caller, destination }) {
    if (!backend || !waypoint || !destination || mesh.state.traffic.length === 0) return null;
    const count = countFor(mesh, backend, caller.pod && `${caller.pod.namespace}/${caller.pod.workload.name}`);
    return count && isBad(count) ? finding(backend, count) : null;
  },
};

/** What this caller met, where waypoints tell callers apart; else what all did. */
function countFor(mesh: Mesh, service: Service, caller: string | null): RequestCount | undefined {
  const { traffic } = mesh.state;
  return (
    (caller === null ? undefined : requestsFrom(traffic, nameOf(service), caller)) ??
    requestsOf(traffic, nameOf(service))
  );
}

const isBad = ({ total, errors }: RequestCount): boolean => total >= ENOUGH && errors / total >= MANY;

function finding(service: Service, { total, errors, who, at }: RequestCount): Found {
  const subject = ref('Service', service.namespace, service.name);
  const share = Math.round((errors / total) * 100);
  return {
    subject,
    certainty: 'likely',
    sentence: `\`${nameOf(subject)}\` answers ${share} of 100 requests with an error of its own.`,
    evidence: [
      reading(
        who === '' ? 'prometheus' : 'waypoint-metrics',
        who,
        `${Math.round(errors)} of ${Math.round(total)} requests answered with 5xx, without a flag of a proxy`,
        'less than one in twenty',
        at,
        who === '' ? 4 : 1,
      ),
    ],
    fix: [
      remedy(
        'Read what the application says of these requests.',
        `kubectl -n ${service.namespace} get endpointslices -l kubernetes.io/service-name=${service.name}`,
      ),
    ],
  };
}
