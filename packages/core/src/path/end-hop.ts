/** The last hop: the pod that answers, nobody, or something outside the mesh. */
import type { Pod, Service } from '../state/kubernetes.ts';
import { type Ref, ref } from '../state/refs.ts';
import type { Facts, WalkHop } from './facts.ts';

/** What stands at the end of a trace. */
export function endHop(facts: Facts): WalkHop {
  const { destination, endpoint, backend } = facts;
  if (destination) return podHop(facts, destination);
  return backend && !endpoint ? nobody(backend) : externalHop(facts);
}

function podHop({ endpoint, receivedBy }: Facts, pod: Pod): WalkHop {
  const subject = ref('Pod', pod.namespace, pod.name);
  // Behind a ztunnel the node belongs to its hop.
  const node = receivedBy ? [] : [ref('Node', '', pod.node)];
  return {
    kind: 'destination',
    title: pod.workload.name,
    detail: `${pod.ready ? 'ready' : 'not ready'}${endpoint ? `, port ${endpoint.port}` : ''}`,
    protocol: '',
    subject,
    objects: [subject, ref('Namespace', '', pod.namespace), ...node],
    gaps: [],
  };
}

function nobody(service: Service): WalkHop {
  const subject = ref('Service', service.namespace, service.name);
  return {
    kind: 'destination',
    title: service.name,
    detail: 'no pod to answer',
    protocol: '',
    subject,
    objects: [subject],
    gaps: [],
  };
}

/** X1: what nobody in the mesh is, is called as it is; only what the configuration names is expected to answer. */
function externalHop(facts: Facts): WalkHop {
  const { target, endpoint, backend, naming, eastWest } = facts;
  const machine = endpoint?.outside;
  const subject = machine ? ref(machine.kind, machine.namespace, machine.name) : entryOf(facts);
  const title = target.kind === 'service-entry' ? target.host : (naming?.host ?? endpoint?.ip ?? 'outside');
  const known = subject !== null || backend !== null;
  const why = `what answers at ${title} is outside the cluster and is not looked at`;
  const where = eastWest ? `in network ${eastWest.network}, which is not looked at` : 'outside the mesh';
  return {
    kind: 'external',
    title: eastWest && backend ? backend.name : title,
    detail: known ? where : 'unknown to the mesh',
    protocol: '',
    subject,
    objects: subject ? [subject] : [],
    gaps: known ? [] : [{ source: 'external', scope: null, why, permission: null, decisive: true }],
  };
}

/** The ServiceEntry that describes what is called, also where it is passed by. */
function entryOf({ target, naming }: Facts): Ref | null {
  const entry = target.kind === 'service-entry' ? target.entry : naming?.bypassed?.entry;
  return entry ? ref('ServiceEntry', entry.namespace, entry.name) : null;
}
