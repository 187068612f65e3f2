import { floorTime, shiftTime } from './clock.ts';
import { hashText } from './identity.ts';
import type { MeshPlan } from './plan.ts';

const DAY = 86_400;

/** C1, C2: one certificate per identity with a proxy on the node; dates without the certificate itself. */
export function dumpCertificates(plan: MeshPlan, node: string): Record<string, unknown>[] {
  const { spec } = plan;
  const local = plan.pods.filter((pod) => pod.node === node && pod.live && pod.workload.told);
  const kept = spec.certificates.filter((one) => one.node === node).map((one) => one.identity);
  const served = local.map((pod) => `${pod.namespace}/${pod.workload.serviceAccount}`);
  const accounts = [...new Set([...served, ...kept])].toSorted();
  return accounts.map((account) => {
    const [namespace = '', name = ''] = account.split('/');
    const identity = `spiffe://${spec.istio.trustDomain}/ns/${namespace}/sa/${name}`;
    const fault = spec.certificates.findLast((one) => one.identity === account && (one.node ?? node) === node);
    const state = fault?.state ?? 'Available';
    if (state !== 'Available') return { certChain: [], identity, rootCerts: [], state };
    // On a grid of six hours, so that a stream of bundles keeps its certificates.
    const from = shiftTime(floorTime(spec.takenAt, DAY / 4), -3600);
    const until = fault?.expiresIn === undefined ? shiftTime(from, DAY) : shiftTime(spec.takenAt, fault.expiresIn);
    const validFrom = fault?.expiresIn === undefined ? from : shiftTime(until, -DAY);
    const serial = (text: string) => String(hashText(text) * 4096 + (hashText(text, 7) % 4096));
    return {
      certChain: [{ serialNumber: serial(`${identity}@${node}`), validFrom, expirationTime: until }],
      identity,
      state,
      rootCerts: [
        { serialNumber: serial('root'), validFrom: spec.bornAt, expirationTime: shiftTime(spec.bornAt, 3650 * DAY) },
      ],
    };
  });
}
