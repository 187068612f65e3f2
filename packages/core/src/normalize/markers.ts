/** Kinds of which little more than the existence matters, and admission webhooks. */
import type { ApiService, Marker, Webhook } from '../state/kubernetes.ts';
import { int, type Raw, record, records, str, strOr, time } from './fields.ts';
import { readConditions, readMetadata, readSelectorOrNull } from './metadata.ts';

/** A CRD, PodDisruptionBudget, HorizontalPodAutoscaler, Lease or a network policy of a particular CNI. */
export function readMarker(raw: Raw, namespaced: boolean): Marker {
  const kind = str(raw['kind']);
  const spec = record(raw['spec']);
  return {
    kind,
    ...readMetadata(raw, namespaced),
    selector: kind === 'PodDisruptionBudget' ? readSelectorOrNull(spec['selector']) : null,
    target: targetOf(kind, spec),
    at: kind === 'Lease' ? time(spec['renewTime']) : null,
  };
}

function targetOf(kind: string, spec: Raw): string {
  if (kind === 'Lease') return str(spec['holderIdentity']);
  if (kind === 'CustomResourceDefinition') return conversionTarget(spec);
  if (kind !== 'HorizontalPodAutoscaler') return '';
  const target = record(spec['scaleTargetRef']);
  return `${str(target['kind'])}/${str(target['name'])}`;
}

/** The Service that converts objects of a kind between its versions, as `namespace/name:port`; '' where nobody does. */
function conversionTarget(spec: Raw): string {
  const service = record(record(record(record(spec['conversion'])['webhook'])['clientConfig'])['service']);
  if (str(service['name']) === '') return '';
  const { namespace, name, port } = serviceOf(service);
  return `${namespace}/${name}:${port}`;
}

/** An APIService. */
export function readApiService(raw: Raw): ApiService {
  const service = record(raw['spec'])['service'];
  return {
    service: service === undefined || service === null ? null : serviceOf(record(service)),
    ...readMetadata(raw, false),
    conditions: readConditions(record(raw['status'])['conditions']),
  };
}

/** A Validating- or MutatingWebhookConfiguration. */
export function readWebhook(raw: Raw): Webhook {
  return {
    kind: str(raw['kind']),
    ...readMetadata(raw, false),
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
