import { isNamespaceSeen } from '../../mesh/enrolment/seen-system.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { toldAddresses, ztunnelDaemonSets, ztunnelDaemonSetsIn } from '../../mesh/ztunnel/told-istiod.ts';
import type { ServedBy } from '../../path/facts.ts';
import type { Controller, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 4: ztunnel is told to ask a control plane that is not there. */
export const ztunnelPointsToMissingIstiod: Check = {
  id: 'ztunnel-points-to-missing-istiod',
  number: 4,
  stage: 'control-plane',
  title: 'ztunnel asks a control plane that does not exist',
  blame: 'configuration',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['DaemonSet', 'Service', 'Pod'],
  uses: ['Namespace'],
  explains: [
    'ztunnel-not-ready',
    'ztunnel-xds-disconnected',
    'workload-cert-unavailable',
    'unknown-local-workload',
    'redirection-pending',
    'destination-redirection-pending',
  ],
  why: 'The address of istiod in the DaemonSet names a Service that is gone, as after a revision was removed. A ztunnel that starts with it never learns anything; one that runs keeps its old state and cannot renew its certificates.',
  notProof: 'Addresses outside the cluster: the control plane may be remote. Services that may not be listed.',
  cite: 'istio: manifests/charts/ztunnel',
  detect: (mesh) =>
    ztunnelDaemonSets(mesh).flatMap((daemonSet) => {
      const wrong = wrongAddress(mesh, daemonSet);
      return wrong ? [finding(mesh, daemonSet, wrong)] : [];
    }),
  judge(mesh, { served, receivedBy }) {
    const hop = isIdle(served) ? 'source-ztunnel' : isIdle(receivedBy) ? 'destination-ztunnel' : null;
    const pod = (hop === 'source-ztunnel' ? served : receivedBy)?.ztunnel.pods[0];
    if (!hop || !pod) return null;
    for (const daemonSet of ztunnelDaemonSetsIn(mesh, pod.namespace)) {
      const wrong = wrongAddress(mesh, daemonSet);
      if (wrong && pod.workload.name === daemonSet.name)
        return { ...finding(mesh, daemonSet, wrong), severity: 'broken', hop };
    }
    return null;
  },
};

/** No ztunnel of the node is ready. */
const isIdle = (by: ServedBy | null): boolean =>
  by !== null && by.ztunnel.pods.length > 0 && by.ztunnel.pods.every((pod) => !pod.ready);

interface Wrong {
  variable: string;
  address: string;
  expected: string;
}

/** The first address in the environment that leads to no Service of the cluster, or to a port it does not have. */
function wrongAddress(mesh: Mesh, daemonSet: Controller): Wrong | null {
  for (const { variable, address, namespace, name, port } of toldAddresses(daemonSet)) {
    const service = mesh.services.byName.get(`${namespace}/${name}`);
    if (!service && gapOf(mesh, 'Service', namespace) === null && isNamespaceSeen(mesh, namespace))
      return { variable, address, expected: 'a Service that exists' };
    if (service && !service.ports.some((candidate) => candidate.port === port))
      return { variable, address, expected: `a port of Service ${namespace}/${name}` };
  }
  return null;
}

function finding(mesh: Mesh, daemonSet: Controller, { variable, address, expected }: Wrong): Found {
  const subject = ref('DaemonSet', daemonSet.namespace, daemonSet.name);
  const pods = mesh.pods.ztunnels.all().filter((pod) => isOf(pod, daemonSet));
  return {
    subject,
    severity: pods.some((pod) => !pod.ready) ? 'broken' : 'latent',
    sentence: `ztunnel is told to use control plane \`${address}\`, which does not exist.`,
    evidence: [field(subject, `env ${variable}`, address, expected)],
    objects: pods.map((pod) => ref('Pod', pod.namespace, pod.name)),
    fix: [
      remedy(
        'Name a revision of istiod that exists.',
        `helm upgrade ztunnel istio/ztunnel -n ${daemonSet.namespace} --set revision=<existing> --reuse-values`,
      ),
    ],
  };
}

const isOf = (pod: Pod, daemonSet: Controller): boolean =>
  pod.namespace === daemonSet.namespace && pod.workload.name === daemonSet.name;
