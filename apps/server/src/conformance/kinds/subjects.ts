/** The object a question names, found in the mesh. */
import { type Mesh, nameOf, type Pod, type Service, type ServiceEntry, type WorkloadEntry } from '@hopscope/core';
import { type Json, NotAnswered, text } from '../case.ts';

/** What may ask for a waypoint or be subject to policies. */
export type Subject =
  | { kind: 'Pod'; object: Pod }
  | { kind: 'Service'; object: Service }
  | { kind: 'ServiceEntry'; object: ServiceEntry }
  | { kind: 'WorkloadEntry'; object: WorkloadEntry };

/** The object of a reference `{ kind, namespace, name }`. */
export function subjectOf(mesh: Mesh, reference: Json): Subject {
  const name = { namespace: text(reference['namespace']), name: text(reference['name']) };
  const kind = text(reference['kind']);
  const found = lookUp(mesh, kind, nameOf(name));
  if (!found) throw new NotAnswered(`there is no ${kind} ${nameOf(name)} in the case`);
  return found;
}

function lookUp(mesh: Mesh, kind: string, name: string): Subject | undefined {
  const { state } = mesh;
  switch (kind) {
    case 'Pod':
      return wrap(kind, mesh.pods.byName.get(name));
    case 'Service':
      return wrap(kind, mesh.services.byName.get(name));
    case 'ServiceEntry':
      return wrap(
        kind,
        state.serviceEntries.find((entry) => nameOf(entry) === name),
      );
    case 'WorkloadEntry':
      return wrap(
        kind,
        state.workloadEntries.find((entry) => nameOf(entry) === name),
      );
    default:
      return undefined;
  }
}

function wrap<S extends Subject>(kind: S['kind'], object: S['object'] | undefined): Subject | undefined {
  return object === undefined ? undefined : ({ kind, object } as Subject);
}

/** The pod of a reference. */
export function podOf(mesh: Mesh, reference: Json): Pod {
  const subject = subjectOf(mesh, { kind: 'Pod', ...reference });
  if (subject.kind !== 'Pod') throw new NotAnswered(`a ${subject.kind} is no pod`);
  return subject.object;
}
