import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 77 (S1, W14): an external address of a Service is none of the mesh's. */
export const waypointBypassedExternalAddress: Check = {
  id: 'waypoint-bypassed-external-address',
  number: 77,
  stage: 'waypoint-binding',
  title: 'A Service is called by an address that the mesh does not know',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Gateway'],
  uses: ['Pod', 'Namespace', 'Node', 'GatewayClass'],
  why: 'The mesh knows a Service by its cluster address only. Calls to its load balancer, external or node address are unknown traffic: plain text, without identity and past the waypoint.',
  notProof: 'Callers outside the mesh, whose calls are plain anyway.',
  cite: 'S1, W14',
  judge(mesh, trace) {
    const { target, caller } = trace;
    if (target.kind !== 'outside-address' || caller.kind !== 'ambient') return null;
    const { service, address } = target;
    const subject = ref('Service', service.namespace, service.name);
    const binding = waypointOfService(mesh, service);
    const past = binding.state === 'bound' ? ` and past waypoint \`${nameOf(binding.gateway)}\`` : '';
    return {
      subject,
      sentence: `\`${address}\` is an external address of \`${nameOf(subject)}\`: to the mesh the call is unknown traffic, in plain text${past}.`,
      evidence: [
        field(subject, 'spec.clusterIPs', service.clusterIPs.join(', ') || 'none', 'the address that is called'),
      ],
      objects: binding.state === 'bound' ? [ref('Gateway', binding.gateway.namespace, binding.gateway.name)] : [],
      fix: [remedy(`Call it by its name, \`${service.name}.${service.namespace}\`.`)],
    };
  },
};
