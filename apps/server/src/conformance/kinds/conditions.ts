/** Section 17: conditions as istiod writes them, computed or read. */
import {
  conditionsOfService,
  conditionsOfWorkloadEntry,
  kindSpec,
  type Mesh,
  unhealthyConditions,
  type WrittenConditions,
} from '@hopscope/core';
import { agrees } from '../agree.ts';
import { type Case, type Json, NotAnswered, object, objects, text } from '../case.ts';
import { meshOf } from '../state.ts';
import type { Kind } from './kind.ts';
import { subjectOf } from './subjects.ts';

function writtenConditions(mesh: Mesh, reference: Json): WrittenConditions {
  const subject = subjectOf(mesh, reference);
  switch (subject.kind) {
    case 'Service':
    case 'ServiceEntry':
      return conditionsOfService(mesh, subject.object);
    case 'WorkloadEntry':
      return conditionsOfWorkloadEntry(mesh, subject.object);
    default:
      return {};
  }
}

/** Messages count where the case has them from upstream itself, and then without regard to blanks. */
function sameConditions(expected: Case['expected'], got: unknown, one: Case): boolean {
  const isDirect = one.raw['fidelity'] === 'direct' || one.question['kind'] === 'unhealthy-gateway-api-conditions';
  const comparable = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, item: unknown) => (key === 'message' && !isDirect ? undefined : item)).replace(
        /(?:\\n|\s)+/g,
        ' ',
      ),
    );
  return agrees(comparable(expected), comparable(got));
}

/**
 * Kinds with conditions that the product does not read: what such a case asks cannot be seen. Policies (BackendTLSPolicy
 * and its like) say by ancestor whether they are applied, which is no condition of the ways that traffic takes.
 */
function refuseUnread(one: Case): void {
  for (const item of objects(one.raw['objects'])) {
    const kind = text(item['kind']);
    const status = object(item['status']);
    if (
      text(item['apiVersion']).startsWith('gateway.networking') &&
      kindSpec(kind) === undefined &&
      ['conditions', 'listeners', 'parents'].some((key) => status[key] !== undefined)
    )
      throw new NotAnswered(`kind ${kind} is not read in this version`);
  }
}

function apiVersionOf(kind: string): string {
  const spec = kindSpec(kind);
  return spec ? `${spec.group}/${spec.versions[0]}` : '';
}

export const CONDITIONS: Readonly<Record<string, Kind>> = {
  conditions: {
    answer(one) {
      return { conditions: writtenConditions(meshOf(one), object(one.question['object'])) };
    },
    matches: sameConditions,
  },
  'unhealthy-gateway-api-conditions': {
    answer(one) {
      refuseUnread(one);
      const unhealthy = unhealthyConditions(meshOf(one)).map(({ condition, listener, parent, ...rest }) => ({
        ...rest,
        apiVersion: apiVersionOf(rest.kind),
        ...(listener === '' ? {} : { listener }),
        ...(parent ? { parent } : {}),
        type: condition.type,
        status: condition.status,
        reason: condition.reason,
        message: condition.message,
      }));
      return { unhealthy };
    },
    matches: sameConditions,
  },
};
