/** W8-W10 in words: which waypoint an object is bound to, and the label that decided, or why it is not bound. */
import { type Static, Type } from 'typebox';
import type { Mesh } from '../mesh/mesh.ts';
import { USE_WAYPOINT, USE_WAYPOINT_NAMESPACE, type WaypointBinding } from '../mesh/waypoint/waypoint.ts';
import { nullable } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';
import { nameOf, ref } from '../state/refs.ts';

export const Binding = Type.Object({
  state: Type.Enum(['none', 'opted-out', 'bound', 'unbound', 'unknown']),
  sentence: Type.String(),
  /** the label that decided, `istio.io/use-waypoint: waypoint`; '' where there is none */
  label: Type.String(),
  /** the object it stands on */
  on: nullable(Ref),
  /** the Gateway it asks for, whether there is one or not */
  waypoint: nullable(Ref),
});
export type Binding = Static<typeof Binding>;

type Unbound = Extract<WaypointBinding, { state: 'unbound' }>;

const WHY: Readonly<Record<Unbound['detail'], string>> = {
  'not-found': 'there is no such Gateway',
  'never-ready': 'that Gateway has never been ready',
  denied: 'that Gateway admits no objects of this namespace',
  'traffic-type': 'that Gateway is for another kind of traffic (label istio.io/waypoint-for)',
  'cross-namespace': 'the entry is visible in its own namespace alone, and that Gateway is in another',
};

/** W8: the outcome for an object, `what` being the calls it is about: `Calls to it`. */
export function describeBinding(mesh: Mesh, object: Ref, binding: WaypointBinding, what: string): Binding {
  const asked = askedBy(mesh, object, binding);
  const { on } = asked;
  const where = on === null ? '' : `${on.kind === 'Namespace' ? 'its namespace' : on.kind} \`${nameOf(on)}\``;
  return { state: binding.state, sentence: sentenceOf(binding, asked, what, where), ...asked };
}

type Asked = Pick<Binding, 'label' | 'on' | 'waypoint'>;

function askedBy(mesh: Mesh, object: Ref, binding: WaypointBinding): Asked {
  const namespace = ref('Namespace', '', object.namespace);
  if (binding.state === 'none') return inherited(mesh, object);
  const on = binding.level === 'object' ? object : namespace;
  if (binding.state === 'opted-out') return { label: `${USE_WAYPOINT}: none`, on, waypoint: null };
  const { namespace: home, name } = binding.state === 'bound' ? binding.gateway : binding.requested;
  // A namespace that was not read may ask for any.
  if (name === '') return { label: '', on, waypoint: null };
  const far = home === object.namespace ? '' : `, ${USE_WAYPOINT_NAMESPACE}: ${home}`;
  return { label: `${USE_WAYPOINT}: ${name}${far}`, on, waypoint: ref('Gateway', home, name) };
}

/** W10: what its namespace asks for need not concern it, and that is worth telling. */
function inherited(mesh: Mesh, { namespace }: Ref): Asked {
  const labels = mesh.namespaces.get(namespace)?.labels ?? {};
  const name = labels[USE_WAYPOINT];
  if (name === undefined || name === 'none') return { label: '', on: null, waypoint: null };
  const waypoint = ref('Gateway', labels[USE_WAYPOINT_NAMESPACE] ?? namespace, name);
  return { label: `${USE_WAYPOINT}: ${name}`, on: ref('Namespace', '', namespace), waypoint };
}

function sentenceOf(binding: WaypointBinding, { waypoint }: Asked, what: string, where: string): string {
  const which = waypoint === null ? 'a waypoint' : `waypoint \`${nameOf(waypoint)}\``;
  switch (binding.state) {
    case 'bound':
      return `${what} pass ${which}, because a label of ${where} asks for it.`;
    case 'opted-out':
      return `${what} pass no waypoint: a label of ${where} takes it out.`;
    case 'unbound':
      return `${what} pass no waypoint: a label of ${where} asks for \`${nameOf(binding.requested)}\`, but ${WHY[binding.detail]}.`;
    case 'unknown':
      return `Whether ${what.charAt(0).toLowerCase()}${what.slice(1)} pass ${which} is unknown, because ${binding.gap.why}.`;
    default:
      return waypoint === null
        ? `${what} pass no waypoint: no label asks for one.`
        : `${what} pass no waypoint: ${which}, which ${where} asks for, takes no such calls.`;
  }
}
