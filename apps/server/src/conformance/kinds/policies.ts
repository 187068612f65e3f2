/** Sections 9 and 10: which policies a workload is subject to, and what ztunnel is given of them. */
import { listWorkloads, type Mesh, policyNamesOf, type Workload } from '@hopscope/core';
import { type Json, NotAnswered, object, text } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';

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

export const POLICIES: Readonly<Record<string, Kind>> = {
  'workload-policies': {
    answer({ question, ...rest }) {
      const mesh = meshOf({ question, ...rest });
      const any = question['anyWorkloadOf'];
      const workload =
        any === undefined ? workloadOf(mesh, object(question['workload'])) : workloadOfService(mesh, object(any));
      return { policies: policyNamesOf(mesh, workload) };
    },
  },
};
