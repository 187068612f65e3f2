import type { Bundle, KubeObject } from '../bundle.ts';
import { emitCluster } from './emit-cluster.ts';
import { emitGateways, emitRoutes } from './emit-gateways.ts';
import { emitInstallation } from './emit-installation.ts';
import { emitPods } from './emit-pods.ts';
import { emitPolicies } from './emit-policies.ts';
import { emitServiceEntries, emitServices } from './emit-services.ts';
import { emitWorkloads } from './emit-workloads.ts';
import { hashText, uidOf } from './identity.ts';
import { planMesh } from './plan.ts';
import { withAnswers } from './read-answers.ts';
import { readIstiods } from './read-istiod.ts';
import { readZtunnels } from './read-ztunnel.ts';
import type { MeshSpec } from './spec.ts';

/** Draws objects and readings from one description, so that they agree the way a cluster's do. */
export function emitBundle(spec: MeshSpec): Bundle {
  const plan = planMesh(spec);
  const objects = [
    ...emitCluster(spec),
    ...emitInstallation(spec),
    ...emitWorkloads(plan),
    ...emitPods(plan),
    ...emitServices(plan),
    ...emitServiceEntries(spec),
    ...emitGateways(plan),
    ...emitRoutes(spec),
    ...emitPolicies(plan),
    ...spec.objects,
  ];
  const unread = new Set(spec.unread.map((one) => `${one.kind}/${one.namespace ?? '*'}`));
  const isRead = (one: KubeObject) =>
    !unread.has(`${one.kind}/*`) && !unread.has(`${one.kind}/${one.metadata.namespace ?? ''}`);
  const isThere = (one: KubeObject) => !spec.drops.some(({ kind, is }) => kind === one.kind && is(one));
  return {
    hopscopeBundle: 1,
    takenAt: spec.takenAt,
    cluster: spec.cluster,
    objects: objects
      .filter((one) => isRead(one) && isThere(one))
      .map((one) => stampObject(spec, editObject(spec, one))),
    readings: withAnswers(plan, [...readZtunnels(plan), ...readIstiods(plan)]),
    ...(spec.unread.length > 0 ? { unread: [...spec.unread] } : {}),
  };
}

function editObject(spec: MeshSpec, object: KubeObject): KubeObject {
  const edits = spec.edits.filter((edit) => edit.kind === object.kind);
  if (edits.length === 0) return object;
  // A deep copy: emitted objects share parts with the description.
  const copy = JSON.parse(JSON.stringify(object)) as KubeObject;
  for (const edit of edits) edit.change(copy);
  return copy;
}

/** Adds what the API server adds. */
function stampObject(spec: MeshSpec, object: KubeObject): KubeObject {
  const { name, namespace = '', ...rest } = object.metadata;
  const metadata = {
    name,
    ...(namespace === '' ? {} : { namespace }),
    uid: uidOf(object.kind, namespace, name),
    creationTimestamp: spec.bornAt,
    ...rest,
  };
  const stamped = { ...object, metadata };
  // A digest stands in for the version: it changes exactly when the object does.
  return { ...stamped, metadata: { ...metadata, resourceVersion: String(hashText(JSON.stringify(stamped))) } };
}
