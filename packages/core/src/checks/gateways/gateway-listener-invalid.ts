import { type Condition, conditionOf } from '../../state/metadata.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { conditionEvidence, remedy } from '../evidence.ts';
import { badListeners, listenerWords, severityByListener } from './bad-listeners.ts';

/** Catalogue 151 (ST4): a listener that the gateway does not open. */
export const gatewayListenerInvalid: Check = {
  id: 'gateway-listener-invalid',
  number: 151,
  stage: 'gateways',
  title: 'A listener of a gateway is not active',
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway'],
  uses: ['GatewayClass', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace'],
  why: 'Istio refuses a listener with a protocol it does not know, or one that contradicts another: nothing that comes in there is served. The Gateway itself goes on calling itself accepted.',
  notProof:
    'Gateways of other vendors, conditions of a former version of the Gateway, and the first minute; a waypoint that listens wrongly is another failure.',
  cite: 'ST4; analyze IST0171, Kiali KIA1503',
  detect: (mesh) =>
    badListeners(mesh, isInvalid).map(({ subject, all, bad }) => {
      const [first] = bad;
      const accepted = conditionOf(
        mesh.gateways.get(nameOf(subject))?.conditions.filter(({ reason }) => reason === 'ListenersNotValid') ?? [],
        'Accepted',
      );
      return {
        subject,
        severity: bad.length < all ? ('degraded' as const) : ('broken' as const),
        sentence: `Of ${subject.kind === 'Gateway' ? 'gateway' : 'ListenerSet'} \`${nameOf(subject)}\`, ${listenerWords(bad)} ${bad.length === 1 ? 'is' : 'are'} not active: \`${first!.condition.reason}\`.`,
        evidence: [
          ...bad.slice(0, 4).map(({ condition }) => conditionEvidence(subject, condition)),
          ...(accepted && subject.kind === 'Gateway' ? [conditionEvidence(subject, accepted)] : []),
        ],
        since: first!.condition.since,
        fix: [
          remedy(
            FIXES[first!.condition.reason] ?? 'Correct the listener as the message of its condition says.',
            `kubectl -n ${subject.namespace} describe ${subject.kind.toLowerCase()} ${subject.name}`,
          ),
        ],
      };
    }),
  onPath: (mesh, trace) => severityByListener(mesh, trace, isInvalid),
};

const isInvalid = ({ type, status }: Condition): boolean =>
  (type === 'Accepted' && status === 'False') || (type === 'Conflicted' && status === 'True');

const FIXES: Readonly<Record<string, string>> = {
  HostnameConflict: 'Give the listeners of one port different host names.',
  ProtocolConflict: 'Give listeners of different protocols different ports.',
  UnsupportedProtocol: 'Use a protocol that Istio serves: HTTP, HTTPS, TLS or TCP.',
  PortUnavailable: 'Use another port.',
};
