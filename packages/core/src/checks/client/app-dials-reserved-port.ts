import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

const RESERVED = new Set([15001, 15006, 15008]);

/** Catalogue 42 (P1, P10): a port that belongs to ztunnel. */
export const appDialsReservedPort: Check = {
  id: 'app-dials-reserved-port',
  number: 42,
  stage: 'client',
  title: 'The call goes to a port reserved by ztunnel',
  blame: 'application',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel', 'outbound-link'],
  tier: 0,
  needs: ['Pod'],
  why: 'Ports 15001, 15006 and 15008 inside a meshed pod belong to ztunnel; it refuses calls to them.',
  notProof: 'Pods outside the mesh may use these ports.',
  cite: 'P1, P10; ztunnel: src/config.rs',
  judge(_mesh, trace) {
    const port = trace.endpoint?.port ?? trace.port;
    if (!RESERVED.has(port) || (!trace.served && !trace.receivedBy)) return null;
    const subject = trace.destination
      ? ref('Pod', trace.destination.namespace, trace.destination.name)
      : ref('Service', trace.service?.namespace ?? '', trace.service?.name ?? '');
    return {
      subject,
      sentence: `Port ${port} is reserved by ztunnel; inside the mesh no application can be reached on it.`,
      evidence: [evaluation('P10', `destination port ${port}`, 'any port but 15001, 15006 and 15008', subject)],
      fix: [remedy('Let the application listen on another port.')],
    };
  },
};
