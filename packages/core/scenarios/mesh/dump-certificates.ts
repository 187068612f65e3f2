import { floorTime, shiftTime } from './clock.ts';
import { hashText } from './identity.ts';
import type { MeshPlan } from './plan.ts';
import type { MeshSpec } from './spec.ts';

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
    const wanted = fault?.expiresIn === undefined ? shiftTime(from, DAY) : shiftTime(spec.takenAt, fault.expiresIn);
    // No certificate outlives the one that signed it.
    const { expirationTime } = rootOf(spec);
    const [until = wanted] = [wanted, expirationTime].toSorted();
    const validFrom =
      until !== wanted ? shiftTime(until, -DAY) : fault?.expiresIn === undefined ? from : shiftTime(until, -DAY);
    return {
      certChain: [{ serialNumber: serial(`${identity}@${node}`), validFrom, expirationTime: until }],
      identity,
      state,
      rootCerts: [rootOf(spec)],
    };
  });
}

const serial = (text: string): string => String(hashText(text) * 4096 + (hashText(text, 7) % 4096));

/** The root certificate of the mesh, as ztunnel shows it. */
export function rootOf(spec: MeshSpec): { serialNumber: string; validFrom: string; expirationTime: string } {
  const { rootExpiresIn } = spec.istio;
  const until = rootExpiresIn === undefined ? null : shiftTime(spec.takenAt, rootExpiresIn);
  return {
    serialNumber: serial('root'),
    validFrom: until === null ? spec.bornAt : shiftTime(until, -3650 * DAY),
    expirationTime: until ?? shiftTime(spec.bornAt, 3650 * DAY),
  };
}
