import type { Mesh } from '../../mesh/mesh.ts';
import { deliveryGaps } from '../../mesh/policy/policy-delivery.ts';
import { decideRbac } from '../../mesh/policy/rbac.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Severity } from '../../path/hop-kind.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, reading, remedy } from '../evidence.ts';

/** Catalogue 126 (Z5, A9): a ztunnel decides by policies that are not, or not any more, what is written. */
export const policyNotDelivered: Check = {
  id: 'policy-not-delivered',
  number: 126,
  stage: 'policy',
  title: 'A ztunnel does not have the present policies',
  blame: 'istio',
  severity: 'degraded',
  hops: ['destination-ztunnel'],
  tier: 2,
  needs: ['AuthorizationPolicy', 'ztunnel-config'],
  uses: ['Pod', 'Namespace', 'ConfigMap', 'PeerAuthentication', 'Gateway', 'Deployment', 'Service'],
  why: 'The list of policies that a ztunnel holds differs from what is written: it lacks one, goes on with a former version, or keeps one that was deleted. It admits or refuses by that.',
  notProof:
    'Changes of the last minute; policies that ztunnel never gets, or that belong to another revision; a difference that every ztunnel shows alike is no more than likely.',
  cite: 'Z5, A9; ztunnel: src/state.rs',
  detect: (mesh) => [
    ...mesh.state.ztunnelDumps.flatMap((dump) => findingOf(mesh, dump) ?? []),
    ...nowhere(mesh).map((name) => nowhereFinding(mesh, name)),
  ],
  judge(mesh, trace) {
    const dump = trace.receivedBy?.ztunnel.dump;
    if (!dump || !trace.admitted) return null;
    const { missing, outdated, kept } = deliveryGaps(mesh, dump);
    if (missing.length + outdated.length + kept.length === 0) return null;
    const found = findingOf(mesh, dump);
    const severity = found && severityOf(mesh, trace, dump, [...missing, ...outdated], kept);
    return severity ? { ...found, severity } : null;
  },
};

/** What the difference means for one call: refused by mistake, not judged as written, or nothing. */
function severityOf(
  mesh: Mesh,
  { admitted, destination }: WalkTrace,
  dump: ZtunnelDump,
  changed: readonly string[],
  kept: readonly string[],
): Severity | null {
  const { admission, seen } = admitted!;
  const isKept = (name: string): boolean => kept.includes(name) && holdsFor(mesh, dump, name, destination!);
  const old = dump.policies.filter((policy) => isKept(nameOf(policy)));
  if (old.length === 0 && !admission.policies.some((policy) => changed.includes(nameOf(policy)))) return null;
  const written = decideRbac(admission.policies, seen).allowed;
  const present = admission.policies.flatMap((policy) =>
    changed.includes(nameOf(policy)) ? dump.policies.filter((own) => nameOf(own) === nameOf(policy)) : [policy],
  );
  const real = decideRbac([...present, ...old], seen).allowed;
  return written && !real ? 'broken' : 'degraded';
}

function holdsFor(mesh: Mesh, dump: ZtunnelDump, name: string, pod: { namespace: string; name: string }): boolean {
  const policy = dump.policies.find((one) => nameOf(one) === name);
  if (policy?.scope === 'Global') return true;
  if (policy?.scope === 'Namespace') return policy.namespace === pod.namespace;
  const own = dump.workloads.find((one) => one.namespace === pod.namespace && one.name === pod.name);
  return own?.policies.includes(name) ?? policy?.namespace === mesh.rootNamespace;
}

function findingOf(mesh: Mesh, dump: ZtunnelDump): Found | null {
  const { missing, outdated, kept } = deliveryGaps(mesh, dump);
  const parts = [
    ['lacks', missing],
    ['has a former version of', outdated],
    ['keeps, although deleted,', kept],
  ] as const;
  const [first] = parts.filter(([, names]) => names.length > 0);
  if (!first) return null;
  const [namespace = '', name = ''] = dump.pod.split('/');
  const subject = ref('Pod', namespace, name);
  const node = mesh.pods.byName.get(dump.pod)?.node ?? '';
  const all = [...missing, ...outdated, ...kept];
  const more = all.length > 1 ? ` and ${all.length - 1} more` : '';
  return {
    subject,
    sentence: `ztunnel${node === '' ? ` \`${dump.pod}\`` : ` on node \`${node}\``} does not enforce the policies as they are written: it ${first[0]} \`${first[1][0]}\`${more}.`,
    evidence: parts.flatMap(([what, names]) =>
      names.length === 0
        ? []
        : [
            reading(
              'ztunnel-config',
              dump.pod,
              `policies: ${what} ${names.slice(0, 3).join(', ')}`,
              'as written',
              dump.at,
            ),
          ],
    ),
    objects: [...missing, ...outdated].slice(0, 5).map(policyRef),
    fix: [
      remedy(
        'See whether this ztunnel is still connected to istiod; at a quiet time let it be made anew, which cuts the connections of its node.',
        `istioctl ztunnel-config policy ${name}.${namespace}; kubectl -n ${namespace} delete pod ${name}`,
      ),
    ],
  };
}

/** Policies that no ztunnel has; one dump that was taken too early proves nothing, so all must lack them. */
function nowhere(mesh: Mesh): readonly string[] {
  const [first, ...others] = wholeDumps(mesh).map((dump) => deliveryGaps(mesh, dump).nowhere);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

const wholeDumps = (mesh: Mesh): readonly ZtunnelDump[] => mesh.state.ztunnelDumps.filter(({ ownOnly }) => !ownOnly);

function nowhereFinding(mesh: Mesh, name: string): Found {
  const subject = policyRef(name);
  const dumps = wholeDumps(mesh);
  const [dump] = dumps;
  const who =
    dumps.length === 1 ? 'the one ztunnel that was read does' : `none of the ${dumps.length} ztunnels that were read`;
  return {
    subject,
    certainty: 'likely',
    sentence: `Policy \`${name}\` did not arrive: ${dumps.length === 1 ? `${who} not have it` : `${who} has it`}.`,
    evidence: [
      evaluation('A9', 'istiod ought to send it to every ztunnel', '', subject),
      reading('ztunnel-config', dump?.pod ?? '', `policies: lacks ${name}`, name, dump?.at ?? null),
    ],
    fix: [
      remedy(
        'See whether istiod runs, and what it says of the policy.',
        'istioctl proxy-status; kubectl -n istio-system logs deploy/istiod --tail=100',
      ),
    ],
  };
}

function policyRef(name: string): Ref {
  const [namespace = '', own = ''] = name.split('/');
  return ref('AuthorizationPolicy', namespace, own);
}
