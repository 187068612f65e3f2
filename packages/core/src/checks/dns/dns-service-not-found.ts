import type { Mesh } from '../../mesh/mesh.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 44 (S1): the name that is called belongs to nothing. */
export const dnsServiceNotFound: Check = {
  id: 'dns-service-not-found',
  number: 44,
  stage: 'dns',
  title: 'No Service has the name that is called',
  blame: 'application',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service'],
  why: 'Neither a Service nor a ServiceEntry has the name. A short name means the namespace of the caller, and is often meant for another one.',
  notProof:
    'Hosts outside the cluster, which are called by the address that their own DNS gives. Where Services may not be listed, nothing is said to be missing.',
  cite: 'S1; analyze IST0101, IST0174, Kiali KIA0104',
  refuse(mesh, refusal) {
    if (refusal.code !== 'to-unknown' || !refusal.object) return null;
    const { object } = refusal;
    const namesakes = object.kind === 'Service' ? namesakesOf(mesh, object.name) : [];
    const [namesake] = namesakes;
    const hint = namesake ? `, but \`${namesake}\` does` : '';
    return {
      subject: object,
      sentence: refusal.sentence.replace(/\.$/, `${hint}.`),
      evidence: [
        evaluation('S1', refusal.sentence, 'a Service or ServiceEntry of that name', object),
        ...namesakes.map((name) => evaluation('S1', `Service ${name} exists`, '')),
      ],
      objects: [object],
      fix: [
        namesake
          ? remedy(`Call it by its full name: ${hostIn(mesh, namesake)}.`, 'kubectl get services -A')
          : remedy(
              'Check the name and its namespace.',
              `kubectl get services -A | grep ${object.name.split('.')[0] || '.'}`,
            ),
      ],
    };
  },
};

/** Services of other namespaces with the name, or with the first part of a host. */
function namesakesOf(mesh: Mesh, name: string): string[] {
  const short = name.split('.')[0];
  return mesh.services
    .all()
    .filter((service) => service.name === short)
    .slice(0, 3)
    .map((service) => nameOf(ref('Service', service.namespace, service.name)));
}

const hostIn = (mesh: Mesh, name: string): string => {
  const [namespace, short] = name.split('/');
  return `${short}.${namespace}${mesh.serviceSuffix}`;
};
