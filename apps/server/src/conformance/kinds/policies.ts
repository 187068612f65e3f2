/** Sections 9 and 10: which policies a workload is subject to, and what ztunnel is given of them. */
import {
  type AuthorizationPolicy,
  listWorkloads,
  type Mesh,
  policyNamesOf,
  publishedPolicies,
  STATIC_STRICT,
  type Workload,
  waypointStatusOf,
  type ZtunnelPolicy,
  ztunnelStatusOf,
} from '@hopscope/core';
import { type Json, NotAnswered, object, text } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';
import { samePolicy, wirePolicy } from './wire-policy.ts';

/** The workload of `{ kind, namespace, name, endpoint? }`. */
function workloadOf(mesh: Mesh, reference: Json): Workload {
  const kind = text(reference['kind']) || 'Pod';
  const endpoint = text(reference['endpoint']);
  const found = listWorkloads(mesh).find(
    (workload) =>
      workload.kind === kind &&
      workload.namespace === text(reference['namespace']) &&
      workload.name === text(reference['name']) &&
      (endpoint === '' || workload.hostname === endpoint || workload.addresses.includes(endpoint)),
  );
  if (!found)
    throw new NotAnswered(
      `there is no workload ${kind} ${text(reference['namespace'])}/${text(reference['name'])} in the case`,
    );
  return found;
}

/** Any workload of a service, by `{ service: { namespace, hostname } }`. */
function workloadOfService(mesh: Mesh, reference: Json): Workload {
  const service = object(reference['service']);
  const found = listWorkloads(mesh).find((workload) =>
    workload.services.some(
      ({ namespace, host }) => namespace === text(service['namespace']) && host === text(service['hostname']),
    ),
  );
  if (!found) throw new NotAnswered(`${text(service['hostname'])} has no workload in the case`);
  return found;
}

/** The policy of a reference `{ namespace, name }`. */
function policyOf(mesh: Mesh, reference: Json): AuthorizationPolicy {
  const name = `${text(reference['namespace'])}/${text(reference['name'])}`;
  const found = mesh.state.authorizationPolicies.find((policy) => `${policy.namespace}/${policy.name}` === name);
  if (!found) throw new NotAnswered(`there is no AuthorizationPolicy ${name} in the case`);
  return found;
}

/** What ztunnel is given under a name `namespace/name`. */
const publishedAs = (mesh: Mesh, name: string): ZtunnelPolicy | undefined =>
  publishedPolicies(mesh).find((policy) => `${policy.namespace}/${policy.name}` === name);

/** The policy a case is about: the one AuthorizationPolicy, or the one PeerAuthentication that istiod converts. */
function conversionIn(mesh: Mesh): ZtunnelPolicy | undefined {
  return publishedPolicies(mesh).find((policy) => policy.name !== STATIC_STRICT);
}

export const POLICIES: Readonly<Record<string, Kind>> = {
  'workload-policies': {
    answer(one) {
      const mesh = meshOf(one);
      const any = one.question['anyWorkloadOf'];
      const workload =
        any === undefined ? workloadOf(mesh, object(one.question['workload'])) : workloadOfService(mesh, object(any));
      return { policies: policyNamesOf(mesh, workload) };
    },
  },
  'policy-exists': {
    answer: (one) => ({ exists: publishedAs(meshOf(one), text(one.question['policy'])) !== undefined }),
  },
  'policy-principals': {
    answer(one) {
      const policy = publishedAs(meshOf(one), text(one.question['policy']));
      const matches = policy?.rules.flat(2) ?? [];
      return { principals: policy ? matches.flatMap((match) => match.principals.map((item) => item.value)) : null };
    },
  },
  'policy-ztunnel-conversion': {
    answer(one) {
      const policy = conversionIn(meshOf(one));
      return { ztunnelPolicy: policy ? wirePolicy(policy) : null };
    },
    matches: samePolicy,
  },
  'policy-conversion-yields-policy': {
    answer: (one) => ({ yieldsOwnZtunnelPolicy: conversionIn(meshOf(one)) !== undefined }),
  },
  'policy-ztunnel-status': {
    answer(one) {
      const mesh = meshOf(one);
      const status = ztunnelStatusOf(mesh, policyOf(mesh, object(one.question['policy'])));
      const { reason, message, effective } = status ?? { reason: 'Accepted', message: '', effective: false };
      return {
        message: reason === 'Accepted' ? null : { reason, message },
        hasEffectiveRulesAtZtunnel: effective,
      };
    },
  },
  'policy-waypoint-status': {
    answer(one) {
      const mesh = meshOf(one);
      return { ancestors: waypointStatusOf(mesh, policyOf(mesh, object(one.question['policy']))) };
    },
  },
};
