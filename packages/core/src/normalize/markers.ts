/** Kinds of which little more than the existence matters, and admission webhooks. */
import type { Marker, Webhook } from '../state/kubernetes.ts';
import { int, type Raw, record, records, str, strOr, time } from './fields.ts';
import { readMetadata, readSelectorOrNull } from './metadata.ts';

/** A CRD, PodDisruptionBudget, HorizontalPodAutoscaler, Lease or a network policy of a particular CNI. */
export function readMarker(raw: Raw, namespaced: boolean): Marker {
  const kind = str(raw['kind']);
  const spec = record(raw['spec']);
  return {
    ...readMetadata(raw, namespaced),
    kind,
    selector: kind === 'PodDisruptionBudget' ? readSelectorOrNull(spec['selector']) : null,
    target: targetOf(kind, spec),
    at: kind === 'Lease' ? time(spec['renewTime']) : null,
  };
}

function targetOf(kind: string, spec: Raw): string {
  if (kind === 'Lease') return str(spec['holderIdentity']);
  if (kind !== 'HorizontalPodAutoscaler') return '';
  const target = record(spec['scaleTargetRef']);
  return `${str(target['kind'])}/${str(target['name'])}`;
}

/** A Validating- or MutatingWebhookConfiguration. */
export function readWebhook(raw: Raw): Webhook {
  return {
    ...readMetadata(raw, false),
    kind: str(raw['kind']),
    webhooks: records(raw['webhooks']).map((webhook) => {
      const client = record(webhook['clientConfig']);
      const service = client['service'];
      return {
        name: str(webhook['name']),
        failurePolicy: strOr(webhook['failurePolicy'], 'Fail'),
        hasCaBundle: str(client['caBundle']) !== '',
        service: service === undefined || service === null ? null : serviceOf(record(service)),
      };
    }),
  };
}

function serviceOf(raw: Raw): { namespace: string; name: string; port: number } {
  return { namespace: str(raw['namespace']), name: str(raw['name']), port: int(raw['port'], 443) };
}
