import type { Mesh } from '../../mesh/mesh.ts';
import { NETWORK, otherNetworks } from '../../mesh/multicluster/networks.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 169 (MC2): the name of the cluster's network is missing, or is not the same everywhere. */
export const networkLabelProblem: Check = {
  id: 'network-label-problem',
  number: 169,
  stage: 'multicluster',
  title: 'The name of the network is missing or not the same everywhere',
  blame: 'configuration',
  severity: 'broken',
  hops: ['source-ztunnel', 'east-west-gateway'],
  tier: 0,
  needs: ['Namespace', 'DaemonSet', 'Gateway'],
  uses: ['WorkloadEntry', 'ServiceEntry', 'ztunnel-config'],
  why: 'A cluster’s network is named by a label of the system namespace, by the setting of ztunnel and by the label of its east-west gateway. Where they differ, workloads next door count as far away and are not reached.',
  notProof: 'A mesh of one network needs no name at all.',
  cite: 'MC2',
  detect: (mesh) => [...ztunnelDiffers(mesh), ...gatewayDiffers(mesh), ...isMissing(mesh)],
};

const systemNamespace = (mesh: Mesh) => ref('Namespace', '', mesh.rootNamespace);
const ownName = (mesh: Mesh): string => mesh.namespaces.get(mesh.rootNamespace)?.labels[NETWORK] ?? '';

function ztunnelDiffers(mesh: Mesh): Found[] {
  const ztunnel = mesh.controllers
    .all()
    .find((item) => item.kind === 'DaemonSet' && item.template['app'] === 'ztunnel');
  const told = ztunnel?.env['NETWORK'];
  const own = ownName(mesh);
  if (!ztunnel || told === undefined || told === own) return [];
  const subject = ref('DaemonSet', ztunnel.namespace, ztunnel.name);
  return [
    {
      subject,
      sentence: `ztunnel was told that its network is \`${told || 'none'}\`, but the label of namespace \`${mesh.rootNamespace}\` says \`${own || 'none'}\`: pods of this cluster count as another network.`,
      evidence: [
        field(subject, 'NETWORK', told || 'empty', own || 'empty'),
        field(systemNamespace(mesh), `label ${NETWORK}`, own || 'not set', told || 'not set'),
      ],
      objects: [systemNamespace(mesh)],
      fix: [
        remedy(
          'Give both the same name.',
          `kubectl label namespace ${mesh.rootNamespace} ${NETWORK}=${told || 'NAME'} --overwrite`,
        ),
      ],
    },
  ];
}

function gatewayDiffers(mesh: Mesh): Found[] {
  const own = ownName(mesh);
  return mesh.state.gateways.flatMap((gateway) => {
    const label = gateway.labels[NETWORK] ?? '';
    if (gateway.className !== 'istio-east-west' || own === '' || label === own) return [];
    const subject = ref('Gateway', gateway.namespace, gateway.name);
    return [
      {
        subject,
        sentence: `The east-west gateway \`${gateway.namespace}/${gateway.name}\` stands for network \`${label || 'none'}\`, but this cluster is network \`${own}\`: others do not find it.`,
        evidence: [
          field(subject, `label ${NETWORK}`, label || 'not set', own),
          field(systemNamespace(mesh), `label ${NETWORK}`, own),
        ],
        objects: [systemNamespace(mesh)],
        fix: [
          remedy(
            'Label the gateway with the network of its cluster.',
            `kubectl -n ${gateway.namespace} label gateway ${gateway.name} ${NETWORK}=${own} --overwrite`,
          ),
        ],
      },
    ];
  });
}

/** Without a name of its own a cluster that names others has none that they could send to. */
function isMissing(mesh: Mesh): Found[] {
  const [other] = otherNetworks(mesh);
  if (!other || ownName(mesh) !== '' || !mesh.namespaces.has(mesh.rootNamespace)) return [];
  const subject = systemNamespace(mesh);
  return [
    {
      subject,
      severity: 'degraded',
      sentence: `Network \`${other[0]}\` is named here, but this cluster's own network has no name: namespace \`${mesh.rootNamespace}\` lacks the label.`,
      evidence: [field(subject, `label ${NETWORK}`, 'not set', 'the name of this network')],
      fix: [remedy('Name the network.', `kubectl label namespace ${mesh.rootNamespace} ${NETWORK}=NAME`)],
    },
  ];
}
