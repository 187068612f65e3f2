/** P3, S6: machines that ztunnel finds by their address, as it finds pods. */

import { isSeenConfig } from '../enrolment/seen-config.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { machineEndpoint, type OutsideEndpoint, writtenEndpoint } from '../service/endpoints.ts';
import { canonicalIp } from './ip.ts';

/** P3: the WorkloadEntry, or the endpoint written into a ServiceEntry, that has the address. */
export function machineAt(mesh: Mesh, ip: string): OutsideEndpoint | undefined {
  return machines(mesh).get(canonicalIp(ip) ?? ip);
}

const machines = ofMesh((mesh: Mesh): ReadonlyMap<string, OutsideEndpoint> => {
  const { workloadEntries, serviceEntries } = mesh.state;
  const all = [
    ...workloadEntries.filter((entry) => isSeenConfig(mesh, entry)).map(machineEndpoint),
    ...serviceEntries.flatMap((entry) => entry.endpoints.map((spec) => writtenEndpoint(entry, spec))),
  ];
  const byAddress = new Map<string, OutsideEndpoint>();
  for (const machine of all) {
    const address = canonicalIp(machine.address);
    if (address !== null && !byAddress.has(address)) byAddress.set(address, machine);
  }
  return byAddress;
});
