/** References and identities: how one thing of the mesh names another. */
import type { Ref } from './ref.ts';

export type { Ref } from './ref.ts';

/** `Kind namespace/name`, or `Kind name` where there is no namespace: the id used in reports, evidence and tests. */
export function refId(ref: Ref): string {
  return ref.namespace === '' ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}

/** `namespace/name`, the short form people type. */
export function nameOf(object: { namespace: string; name: string }): string {
  return object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
}

export function ref(kind: string, namespace: string, name: string): Ref {
  return { kind, namespace, name };
}

/** The principal a policy compares: `<trust domain>/ns/<namespace>/sa/<service account>`, without `spiffe://` (A11). */
export function principalOf(trustDomain: string, namespace: string, serviceAccount: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** `namespace/service-account`, the part of a principal that people know; the text itself where it is none. */
export function accountOf(principal: string): string {
  const parsed = parsePrincipal(principal);
  return parsed ? `${parsed.namespace}/${parsed.serviceAccount}` : principal;
}

const SCHEME = 'spiffe://';
const NS = '/ns/';
const SA = '/sa/';

/** A parsed principal; null where the text is no SPIFFE identity of a workload. */
export function parsePrincipal(
  text: string,
): { trustDomain: string; namespace: string; serviceAccount: string } | null {
  // By position: every certificate of the mesh and every call come through here.
  const start = text.startsWith(SCHEME) ? SCHEME.length : 0;
  const ns = text.indexOf('/', start);
  const sa = text.indexOf('/', ns + NS.length);
  if (ns <= start || !text.startsWith(NS, ns) || sa <= ns + NS.length || !text.startsWith(SA, sa)) return null;
  const serviceAccount = text.slice(sa + SA.length);
  if (serviceAccount === '' || serviceAccount.includes('/')) return null;
  return { trustDomain: text.slice(start, ns), namespace: text.slice(ns + NS.length, sa), serviceAccount };
}
