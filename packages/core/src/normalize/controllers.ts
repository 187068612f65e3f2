/** Deployments, ReplicaSets, StatefulSets and DaemonSets. */

import type { Controller } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import { int, type Raw, record, records, shortened, str } from './fields.ts';
import { readConditions, readCount, readLabels, readMetadata, readOwner, readSelectorOrNull } from './metadata.ts';

/** Flags of Istio's components that the rules read. */
const FLAGS =
  /^(?:PILOT_\w+|AMBIENT_\w+|ENABLE_\w+|XDS_ADDRESS|XDS_ON_DEMAND|CA_ADDRESS|NETWORK|CA_TRUSTED_NODE_ACCOUNTS|ISTIO_META_CLUSTER_ID|ISTIO_META_NETWORK|ISTIO_META_DNS_PROXY_ADDR|ISTIO_META_ENABLE_HBONE|SECRET_TTL|CLUSTER_ID|REVISION|EXCLUDE_NAMESPACES|HOST_PROBE_SNAT_IP|AUTHZ_POLICY_INFO_LOGGING|DEBUG_ENDPOINT_AUTH_ALLOWED_NAMESPACES|EXTERNAL_ISTIOD|INPOD_ENABLED|DNS_CAPTURE)$/;
const SECRET = /PASS|TOKEN|KEY|CREDENTIAL|SECRET(?!_TTL$)/;

/** One controller; `kind` is the object's own. */
export function readController(raw: Raw): Controller {
  const kind = str(raw['kind']);
  const spec = record(raw['spec']);
  const status = record(raw['status']);
  const template = record(spec['template']);
  const metadata = readMetadata(raw, true);
  const labels = readLabels(record(template['metadata'])['labels']);
  return {
    kind,
    ...metadata,
    owner: readOwner(raw),
    ...countsOf(kind, spec, status),
    selector: readSelectorOrNull(spec['selector']),
    template: labels,
    env: isIstio(labels) || isIstio(metadata.labels) ? flagsOf(record(template['spec'])) : {},
    conditions: readConditions(status['conditions']),
  };
}

type Counts = Pick<Controller, 'desired' | 'current' | 'ready' | 'updated'>;

function countsOf(kind: string, spec: Raw, status: Raw): Counts {
  if (kind === 'DaemonSet') {
    return {
      desired: readCount(status['desiredNumberScheduled']),
      current: readCount(status['currentNumberScheduled']),
      ready: readCount(status['numberReady']),
      updated: readCount(status['updatedNumberScheduled']),
    };
  }
  const current = readCount(status['replicas']);
  return {
    desired: Math.max(0, int(spec['replicas'], 1)),
    current,
    ready: readCount(status['readyReplicas']),
    // A ReplicaSet has one template only: every replica is of it.
    updated: kind === 'ReplicaSet' ? current : readCount(status['updatedReplicas']),
  };
}

function isIstio(labels: Labels): boolean {
  const app = labels['app'];
  return app === 'istiod' || app === 'ztunnel' || labels['k8s-app'] === 'istio-cni-node';
}

function flagsOf(podSpec: Raw): Labels {
  const flags: Labels = {};
  for (const container of records(podSpec['containers'])) {
    for (const entry of records(container['env'])) {
      const name = str(entry['name']);
      if (entry['valueFrom'] !== undefined && entry['valueFrom'] !== null) continue;
      if (FLAGS.test(name) && !SECRET.test(name)) flags[name] = shortened(entry['value'], 1000);
    }
  }
  return flags;
}
